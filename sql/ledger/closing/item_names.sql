-- The customer and the campaign of a work item under which a row of it counts.
-- What is late for a closed month has those with which the item is closed there,
-- as far as it is, so that a reversal takes back what was charged; all else has
-- those of now.

CREATE OR REPLACE FUNCTION naming_entry(of_item text, of_month date, of_service_month date) RETURNS bigint
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE WHEN of_service_month < of_month THEN closing_of(closed_item_month(of_item, of_service_month)) END;
COMMENT ON FUNCTION naming_entry(text, date, date) IS 'naming_entry(''ticket 4711'', date ''2026-05-01'', date ''2026-04-01''): the entry of the chain of closings as of which the names of a work item count for what is booked in a month and took place in another; empty: as they are now.';

-- Not strict, so that it is inlined: of most rows, which have no entry, nothing is looked up.
CREATE OR REPLACE FUNCTION item_change_after(of_item text, of_entry bigint) RETURNS SETOF changes
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
	SELECT *
	FROM changes c
	WHERE of_entry IS NOT NULL AND c.table_name = 'work_items' AND c.key = of_item COLLATE "C"
	  AND (c.closing IS NULL OR c.closing > of_entry)
	ORDER BY c.id
	LIMIT 1;
END;
COMMENT ON FUNCTION item_change_after(text, bigint) IS 'item_change_after(''ticket 4711'', 3): the first change of a work item that an entry of the chain of closings had not seen: before it the item was as it was then. No row: it is so still.';
