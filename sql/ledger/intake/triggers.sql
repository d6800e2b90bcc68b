DO $do$
DECLARE
	fact record;
BEGIN
	FOR fact IN
		SELECT c.fact_table, c.kind, coalesce(c.money_column, '') AS money, array_to_string(ARRAY(
			SELECT quote_literal(d) FROM unnest(c.derived) d), ', ') AS derived
		FROM facts_catalogue c
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER append_fact BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION runrate_internal.append_fact(%L, %L, %s)',
			fact.fact_table, fact.kind, fact.money, fact.derived);
		EXECUTE format('CREATE OR REPLACE TRIGGER report_intake AFTER INSERT ON %s EXECUTE FUNCTION runrate_internal.report_intake(%L)',
			fact.fact_table, fact.money);
		EXECUTE format('CREATE OR REPLACE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON %s EXECUTE FUNCTION runrate_internal.refuse_change(%L)',
			fact.fact_table, fact.kind);
	END LOOP;

	-- Where keys have a table of their own the condition writes that of the row, and
	-- is never true.  Rows may be named by their partition, which has no trigger but
	-- those of rows.
	FOR fact IN
		SELECT c.fact_table, c.kind FROM facts_catalogue c JOIN key_tables k ON k.fact_table = c.fact_table
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER keep_key AFTER INSERT ON %s FOR EACH ROW WHEN (runrate_internal.keep_key(NEW.tableoid, NEW.key_hash, NEW.id, NEW.occurred_at)) EXECUTE FUNCTION runrate_internal.post_facts()',
			fact.fact_table);
		EXECUTE format('CREATE OR REPLACE TRIGGER refuse_delete BEFORE DELETE ON %s FOR EACH ROW EXECUTE FUNCTION runrate_internal.refuse_change(%L)',
			fact.fact_table, fact.kind);
	END LOOP;

	-- The condition counts the row and is never true: see post_facts().
	FOR fact IN
		SELECT * FROM (VALUES ('events', 'event'), ('outcomes', 'outcome'), ('reviews', 'review')) f (table_name, kind)
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER count_fact AFTER INSERT ON %I FOR EACH ROW WHEN (runrate_internal.count_fact(%L, NEW)) EXECUTE FUNCTION runrate_internal.post_facts()',
			fact.table_name, fact.kind);
		EXECUTE format('CREATE OR REPLACE TRIGGER count_change AFTER UPDATE ON %I FOR EACH ROW WHEN (runrate_internal.count_change(%L, OLD, NEW)) EXECUTE FUNCTION runrate_internal.post_facts()',
			fact.table_name, fact.kind);
		EXECUTE format('CREATE OR REPLACE TRIGGER post_facts AFTER INSERT OR UPDATE ON %I EXECUTE FUNCTION runrate_internal.post_facts()',
			fact.table_name);
	END LOOP;

	-- What balances are folded by
	CREATE OR REPLACE TRIGGER move_inserted_items AFTER INSERT ON work_items
		REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION runrate_internal.move_items();
	CREATE OR REPLACE TRIGGER move_updated_items AFTER UPDATE ON work_items
		REFERENCING OLD TABLE AS deleted NEW TABLE AS inserted FOR EACH STATEMENT
			EXECUTE FUNCTION runrate_internal.move_items();
	CREATE OR REPLACE TRIGGER move_deleted_items AFTER DELETE ON work_items
		REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION runrate_internal.move_items();
	CREATE OR REPLACE TRIGGER split_months AFTER INSERT OR UPDATE ON agents
		FOR EACH ROW EXECUTE FUNCTION runrate_internal.split_months('agent');
	CREATE OR REPLACE TRIGGER split_months AFTER INSERT ON outcome_rules
		FOR EACH ROW EXECUTE FUNCTION runrate_internal.split_months();
	CREATE OR REPLACE TRIGGER split_months AFTER INSERT ON human_baselines
		FOR EACH ROW EXECUTE FUNCTION runrate_internal.split_months();
END;
$do$;
