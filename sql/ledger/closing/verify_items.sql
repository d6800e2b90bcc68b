-- Work items are many, so no closing has a digest of them all: what is in the
-- table has to be what was logged of it, and the log is in digests.
CREATE OR REPLACE FUNCTION verify_items(OUT work_item text, OUT expected text, OUT found text) RETURNS SETOF record
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT coalesce(w.work_item, c.key), c.after::text, w.present::text
	FROM (SELECT DISTINCT ON (key) key, after
		  FROM changes
		  WHERE table_name = 'work_items'
		  ORDER BY key, id DESC) c
	FULL JOIN (SELECT i.work_item, to_jsonb(i) - 'recorded_at' - 'recorded_by' AS present FROM work_items i) w
		ON w.work_item COLLATE "C" = c.key
	WHERE c.after IS DISTINCT FROM w.present
	ORDER BY 1
	LIMIT 10;
END;
COMMENT ON FUNCTION verify_items() IS 'verify_items(): the first work items that are not what changes says of them.';
