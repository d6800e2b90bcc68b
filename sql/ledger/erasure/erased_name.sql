-- A name that came again after it had been erased gets a number, so that what
-- it stands for is not mixed with what it stood for before.
CREATE OR REPLACE FUNCTION is_known_item(item text) RETURNS boolean
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM work_items w WHERE w.work_item = item)
		OR EXISTS (SELECT FROM events e WHERE e.work_item = item)
		OR EXISTS (SELECT FROM outcomes o WHERE o.work_item = item)
		OR EXISTS (SELECT FROM reviews r WHERE r.work_item = item)
		OR EXISTS (SELECT FROM item_balances b WHERE b.work_item = item)
		OR EXISTS (SELECT FROM changes c WHERE c.table_name = 'work_items' AND c.key = item COLLATE "C");
END;
COMMENT ON FUNCTION is_known_item(text) IS 'is_known_item(''ticket 4711''): whether facts, master data or their history name a work item.';

CREATE OR REPLACE FUNCTION is_known_reviewer(reviewer text) RETURNS boolean
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT EXISTS (SELECT FROM reviewer_costs c WHERE c.reviewer = is_known_reviewer.reviewer)
		OR EXISTS (SELECT FROM reviews r WHERE r.reviewer = is_known_reviewer.reviewer);
END;
COMMENT ON FUNCTION is_known_reviewer(text) IS 'is_known_reviewer(''anna''): whether reviews or hourly costs name a reviewer.';

CREATE OR REPLACE FUNCTION erased_name(ledger_table regclass, is_item boolean, person text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	token text;
	erased text;
	n bigint := 1;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	SELECT 'erased:' || runrate_internal.person_token(s.secret, person) INTO STRICT token FROM key_secret s;
	erased := token;
	WHILE CASE WHEN is_item THEN is_known_item(erased) ELSE is_known_reviewer(erased) END LOOP
		n := n + 1;
		erased := token || '.' || n;
	END LOOP;
	RETURN erased;
END;
$body$;
COMMENT ON FUNCTION erased_name(regclass, boolean, text) IS 'erased_name(''ledger.events'', true, ''ticket 4711''): what is to stand in place of the name of a work item or, with false, a reviewer.';
