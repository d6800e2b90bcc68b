DO $do$
DECLARE
	fact record;
	reference text;
BEGIN
	FOR fact IN
		SELECT * FROM (VALUES
			('events', 'event', ARRAY['cost', 'cost_basis', 'price_rows', 'price_problem']),
			('outcomes', 'outcome', ARRAY[]::text[]),
			('reviews', 'review', ARRAY['cost']),
			('shared_costs', 'shared_cost', ARRAY['amount']),
			('investments', 'investment', ARRAY['amount']),
			('invoices', 'invoice', ARRAY['amount']),
			('revenue', 'revenue', ARRAY['amount'])) f (table_name, kind, derived)
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER append_fact BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION runrate_internal.append_fact(%s)',
			fact.table_name, (SELECT string_agg(quote_literal(a), ', ') FROM unnest(fact.kind || fact.derived) a));
		EXECUTE format('CREATE OR REPLACE TRIGGER report_intake AFTER INSERT ON %I EXECUTE FUNCTION runrate_internal.report_intake(%s)',
			fact.table_name, coalesce(quote_literal(fact.derived[1]), ''));
		EXECUTE format('CREATE OR REPLACE TRIGGER refuse_change BEFORE DELETE OR TRUNCATE ON %I EXECUTE FUNCTION runrate_internal.refuse_change(%L)',
			fact.table_name, fact.kind);
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
		REFERENCING OLD TABLE AS deleted NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION runrate_internal.move_items();
	CREATE OR REPLACE TRIGGER move_deleted_items AFTER DELETE ON work_items
		REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION runrate_internal.move_items();
	CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON work_items
		FOR EACH STATEMENT EXECUTE FUNCTION runrate_internal.move_items();
	CREATE OR REPLACE TRIGGER split_months AFTER INSERT OR UPDATE ON agents
		FOR EACH ROW EXECUTE FUNCTION runrate_internal.split_months('agent');
	CREATE OR REPLACE TRIGGER split_months AFTER INSERT ON outcome_rules
		FOR EACH ROW EXECUTE FUNCTION runrate_internal.split_months();
	CREATE OR REPLACE TRIGGER split_months AFTER INSERT ON human_baselines
		FOR EACH ROW EXECUTE FUNCTION runrate_internal.split_months();

	FOREACH reference IN ARRAY ARRAY['prices', 'model_aliases', 'price_names', 'outcome_rules', 'reviewer_costs', 'human_baselines', 'budgets', 'fixed_shares', 'fx', 'slos']
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION runrate_internal.refuse_change()',
			reference);
	END LOOP;
END;
$do$;
