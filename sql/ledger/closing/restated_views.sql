-- The views of which computed_chargeback_lines is made, once more, on the inputs
-- in versions: their text is that of the catalog, with the names of the inputs
-- and of each other replaced.  So there is one book, and what it does with the
-- inputs is written once.
DO $do$
DECLARE
	inputs CONSTANT text[] := ARRAY['event_months', 'outcome_months', 'review_months', 'cost_pools', 'agent_periods',
		'outcome_rule_periods', 'human_baseline_periods', 'fixed_share_periods', 'reclassification_lines'];
	internal CONSTANT oid := (SELECT relnamespace FROM pg_class WHERE oid = 'computed_book'::regclass);
	done text[] := inputs || ARRAY['driver_weights', 'weights_of'];
	names text := array_to_string(done, '|');
	waiting text[];
	v record;
BEGIN
	waiting := ARRAY(
		WITH RECURSIVE needed AS (
			SELECT 'computed_chargeback_lines'::regclass::oid AS view
			UNION
			SELECT d.refobjid
			FROM needed n
			JOIN pg_rewrite r ON r.ev_class = n.view
			JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
					AND d.refclassid = 'pg_class'::regclass
			JOIN pg_class c ON c.oid = d.refobjid AND c.relkind = 'v' AND c.relnamespace = internal
			-- the drivers of a month are computed; those of others are as they are
			WHERE c.relname <> ALL (inputs) AND n.view <> 'driver_weights'::regclass
		)
		SELECT c.relname FROM needed n JOIN pg_class c ON c.oid = n.view WHERE c.relname <> 'driver_weights'
		UNION SELECT 'computed_driver_weights');
	-- what these need, too
	waiting := ARRAY(
		WITH RECURSIVE needed AS (
			SELECT w::regclass::oid AS view FROM unnest(waiting) w
			UNION
			SELECT d.refobjid
			FROM needed n
			JOIN pg_rewrite r ON r.ev_class = n.view
			JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
					AND d.refclassid = 'pg_class'::regclass
			JOIN pg_class c ON c.oid = d.refobjid AND c.relkind = 'v' AND c.relnamespace = internal
			WHERE c.relname <> ALL (done)
		)
		SELECT c.relname FROM needed n JOIN pg_class c ON c.oid = n.view
		WHERE c.relname NOT IN ('cost_layer_periods', 'account_periods', 'business_unit_periods'));
	names := names || '|' || array_to_string(waiting, '|');
	WHILE cardinality(waiting) > 0
	LOOP
		FOR v IN
			SELECT c.oid, c.relname::text AS name
			FROM pg_class c
			WHERE c.relnamespace = internal AND c.relname = ANY (waiting)
			  AND NOT EXISTS (SELECT
							  FROM pg_rewrite r
							  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
							  JOIN pg_class n ON n.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
							  WHERE r.ev_class = c.oid AND n.oid <> c.oid AND n.relname = ANY (waiting)
								AND n.relnamespace = internal)
			  AND (c.relname = 'computed_driver_weights' OR 'computed_driver_weights' <> ALL (waiting)
				   OR pg_get_viewdef(c.oid) !~ '\m(driver_weights|weights_of)\M')
		LOOP
			EXECUTE format('CREATE OR REPLACE VIEW %I WITH (security_invoker = true) AS %s', 'restated_' || v.name,
				regexp_replace(pg_get_viewdef(v.oid), '\m(' || names || ')\M', 'restated_\1', 'g'));
			PERFORM copy_comments(v.oid, ('restated_' || v.name)::regclass);
			waiting := array_remove(waiting, v.name);
			IF v.name = 'computed_driver_weights' THEN
				CREATE OR REPLACE VIEW restated_driver_weights WITH (security_invoker = true) AS
				SELECT month, agent, agent_from, business_unit, unit_of_work, deployment, driver, quantity
				FROM closed_drivers
				WHERE entry = ANY ((SELECT restated_entries('policy'))::bigint[]) AND month < (SELECT restated_month())
				UNION ALL
				SELECT * FROM restated_computed_driver_weights;
				PERFORM copy_comments('driver_weights'::regclass, 'restated_driver_weights'::regclass);
				CREATE OR REPLACE FUNCTION restated_weights_of(of_month date, of_driver text)
					RETURNS restated_driver_weights[]
					LANGUAGE sql STABLE STRICT PARALLEL SAFE
					BEGIN ATOMIC
						SELECT array_agg(w) FROM restated_driver_weights w WHERE w.month = of_month
								AND w.driver = of_driver;
					END;
				COMMENT ON FUNCTION restated_weights_of(date, text) IS 'restated_weights_of(date ''2026-01-01'', ''tokens''): what weights_of does, in the versions that are set.';
			END IF;
		END LOOP;
	END LOOP;
END;
$do$;
