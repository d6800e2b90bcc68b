CREATE OR REPLACE FUNCTION erase_ledger_reviewer(ledger_table regclass, reviewer text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	erased text;
	changed bigint;
BEGIN
	CALL runrate_internal.check_may_erase(ledger_table);
	CALL runrate_internal.use_ledger(ledger_table);
	CALL check_name_to_erase('reviewer', reviewer);
	IF reviewer = '*' THEN
		RAISE EXCEPTION 'reviewer * is nobody'
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = 'It stands for all reviewers without an hourly cost of their own.';
	END IF;
	CALL lock_to_erase(ledger_table);
	erased := erased_name(ledger_table, false, reviewer);
	SELECT sum(runrate_internal.erase_person(n.named_table, 'reviewer', erase_ledger_reviewer.reviewer, erased))
	INTO changed
	FROM (VALUES ('reviews'::regclass), ('reviewer_costs')) n (named_table);
	changed := changed + erase_aside(ledger_table, 'reviewer', reviewer, erased);
	IF changed = 0 THEN
		RAISE EXCEPTION 'reviewer % does not exist', quote_literal(reviewer)
			USING ERRCODE = 'undefined_object',
				  HINT = 'Nothing was erased. SELECT DISTINCT reviewer FROM reviews lists the reviewers.';
	END IF;
	RETURN changed;
END;
$body$;
COMMENT ON FUNCTION erase_ledger_reviewer(regclass, text) IS 'erase_ledger_reviewer(''ledger.events'', ''anna''): what erase_reviewer does.';
