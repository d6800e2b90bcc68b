-- One book function, run once for each cause with one input more of the second
-- version, so that the effects add up whatever they are: what two causes do only
-- together belongs to the later one.
-- Of the thousands of expressions in what it runs each is evaluated a few times:
-- compiling them (jit) would take ten times as long as all the rest.
CREATE OR REPLACE FUNCTION restate_month(ledger_table regclass, of_month date, from_entry bigint, to_entry bigint,
	OUT cause_order bigint, OUT cause text, OUT service_month date, OUT business_unit text, OUT agent text,
	OUT unit_of_work text, OUT cost numeric, OUT amount numeric, OUT outcomes bigint) RETURNS SETOF record
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET jit = off
AS $body$
DECLARE
	causes CONSTANT text[] := ARRAY['before', 'late_facts', 'reversals', 'repricing', 'ownership', 'allocation_policy',
		'exchange_rates'];
	inputs CONSTANT text[] := ARRAY['first', 'original', 'reversal', 'correction', 'owners', 'policy', 'rates'];
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	PERFORM set_config('runrate.restated_month', of_month::text, true);
	PERFORM set_config('runrate.restated_' || i, from_entry::text, true) FROM unnest(inputs) i;
	FOR n IN 1 .. cardinality(causes)
	LOOP
		IF n > 1 THEN
			PERFORM set_config('runrate.restated_' || inputs[n], to_entry::text, true);
		END IF;
		RETURN QUERY EXECUTE
			'SELECT $1::bigint, $2, c.service_month, c.business_unit, c.agent, c.unit_of_work, c.cost, c.amount, c.outcomes::bigint
			 FROM restated_computed_chargeback_lines c WHERE c.month = $3'
		USING n - 1, causes[n], of_month;
	END LOOP;
	PERFORM set_config('runrate.restated_month', '', true);
END;
$body$;
COMMENT ON FUNCTION restate_month(regclass, date, bigint, bigint) IS 'restate_month(''ledger.events'', date ''2026-04-01'', 1, 3): the statement lines of a month by two entries of closings (0: by what is known now), and in between with one input after the other of the second, in the order of causes.';

CREATE OR REPLACE FUNCTION version_entry(ledger_table regclass, of_month date, of_version bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	found bigint;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF of_version IS NULL THEN
		RETURN 0;
	END IF;
	SELECT c.entry INTO found FROM closings c WHERE c.kind = 'close' AND c.month = of_month AND c.version = of_version;
	IF found IS NULL THEN
		RAISE EXCEPTION 'month % has no version %', coalesce(to_char(of_month, 'YYYY-MM'), 'NULL'), of_version
			USING ERRCODE = 'invalid_parameter_value',
				  HINT = 'See closed_months.';
	END IF;
	RETURN found;
END;
$body$;
COMMENT ON FUNCTION version_entry(regclass, date, bigint) IS 'version_entry(''ledger.events'', date ''2026-04-01'', 1): the entry of closings that is a version of a month, an error if there is none; 0 for what is known now, whose version is empty.';
