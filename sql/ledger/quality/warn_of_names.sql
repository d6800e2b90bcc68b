-- A reference row may come before what it is for, so an unknown name is no error;
-- in a ledger that knows none at all yet nothing is said.
CREATE OR REPLACE FUNCTION warn_of_names() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	said CONSTANT bigint := 10;
	kind_of_name text;
	known text[];
	unknown text[];
	name text;
BEGIN
	CALL runrate_internal.use_ledger(tg_relid);
	FOR argument IN 0 .. tg_nargs - 1 BY 2 LOOP
		kind_of_name := tg_argv[argument + 1];
		known := ARRAY(SELECT k.name FROM known_names k WHERE k.kind = kind_of_name);
		CONTINUE WHEN known = '{}';

		EXECUTE format('SELECT ARRAY(SELECT n.%I FROM new_rows n EXCEPT SELECT unnest($1) ORDER BY 1)',
			tg_argv[argument])
			INTO unknown USING known || '{*,unattributed,NULL,""}'::text[];
		-- What money is planned for has not been booked before.
		IF kind_of_name = 'budget line' THEN
			unknown := ARRAY(SELECT u FROM unnest(unknown) u WHERE nearest_name(u, known) IS NOT NULL);
		END IF;

		FOREACH name IN ARRAY unknown[:said] LOOP
			RAISE WARNING '% "%" of % is not known', kind_of_name, name, tg_table_name
				USING HINT = coalesce('Did you mean "' || nearest_name(name, known) || '"?',
					'The row takes effect when there is one.');
		END LOOP;
		IF cardinality(unknown) > said THEN
			RAISE WARNING '% more names of % are not known', cardinality(unknown) - said, tg_table_name;
		END IF;
	END LOOP;
	RETURN NULL;
EXCEPTION
	-- Who may add rows but not see what is there, or not even the schema that it is in
	WHEN insufficient_privilege OR undefined_table THEN
		RETURN NULL;
END;
$body$;

COMMENT ON FUNCTION warn_of_names() IS
'warn_of_names(''agent'', ''agent''): trigger after a statement that inserts reference rows, with pairs of a column and the kind of names that it has, as in known_names. A warning for each name that nobody knows, with what was probably meant.';

DO $do$
DECLARE
	referring record;
BEGIN
	FOR referring IN
		SELECT r.reference_table, r.arguments
		FROM (VALUES ('slos'::regclass, $$'agent', 'agent'$$),
					 ('fixed_shares', $$'agent', 'agent'$$),
					 ('human_baselines', $$'unit_of_work', 'unit of work'$$),
					 ('outcome_rules', $$'unit_of_work', 'unit of work'$$),
					 ('vendor_quotes', $$'unit_of_work', 'unit of work'$$),
					 ('peer_benchmarks', $$'unit_of_work', 'unit of work'$$),
					 ('markup_rates', $$'entity_to', 'entity'$$),
					 ('transition_plans', $$'from_model', 'model'$$),
					 ('experiments', $$'agent', 'agent'$$),
					 ('experiment_steps', $$'agent', 'agent'$$),
					 ('approval_roles', $$'approver_role', 'approver role'$$),
					 ('budgets', $$'business_unit', 'business unit', 'budget_line', 'budget line'$$),
					 ('volume_prices', $$'provider', 'provider', 'model', 'model'$$),
					 ('commitments', $$'agent', 'agent', 'business_unit', 'business unit', 'layer', 'layer',
						'provider', 'provider', 'model', 'model'$$))
			r (reference_table, arguments)
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER warn_of_names AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows'
			' FOR EACH STATEMENT EXECUTE FUNCTION warn_of_names(%s)',
			referring.reference_table, referring.arguments);
	END LOOP;
END;
$do$;
