-- By the identity of the tables, as in facts_catalogue
CREATE OR REPLACE VIEW reference_catalogue WITH (security_invoker = true) AS
SELECT c.reference_table, c.reference_table::oid AS reference_oid, c.kind, c.key_column, c.not_logged
FROM (VALUES
	('business_units'::regclass, 'master', 'business_unit', ARRAY[]::text[]),
	('agents'::regclass, 'master', 'agent', ARRAY[]::text[]),
	('work_items'::regclass, 'master', 'work_item', ARRAY[]::text[]),
	('cost_layers'::regclass, 'master', 'layer', ARRAY[]::text[]),
	('accounts'::regclass, 'master', 'layer', ARRAY[]::text[]),
	('ledger_settings'::regclass, 'settings', 'id', ARRAY['created_at', 'ledger_table', 'parts', 'objects']),
	('key_secret'::regclass, 'secret', NULL, ARRAY[]::text[]),
	('prices'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('model_aliases'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('price_names'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('outcome_rules'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('reviewer_costs'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('human_baselines'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('budgets'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('fixed_shares'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('markup_rates'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('fx'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('slos'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('volume_prices'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('commitments'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('token_list_prices'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('headcounts'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('model_lifecycles'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('transition_plans'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('parallel_runs'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('outcome_budgets'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('vendor_quotes'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('peer_benchmarks'::regclass, 'superseding', NULL, ARRAY[]::text[]),
	('approval_limits'::regclass, 'decision', NULL, ARRAY[]::text[]),
	('approval_roles'::regclass, 'decision', NULL, ARRAY[]::text[]),
	('experiments'::regclass, 'decision', NULL, ARRAY[]::text[]),
	('experiment_steps'::regclass, 'decision', NULL, ARRAY[]::text[]),
	('reallocations'::regclass, 'decision', NULL, ARRAY[]::text[])
) c(reference_table, kind, key_column, not_logged);

COMMENT ON VIEW reference_catalogue IS 'The tables that are no facts: what facts refer to and are valued by. Triggers, grants and the marks of closings are made from it; a table that is added here has them.';
COMMENT ON COLUMN reference_catalogue.reference_table IS 'Table.';
COMMENT ON COLUMN reference_catalogue.reference_oid IS 'Its number.';
COMMENT ON COLUMN reference_catalogue.kind IS 'master: rows change, and changes keeps what they were; superseding: a later row takes the place of one; decision: who may decide and what was decided, with triggers and grants of its own; settings: as master, but for the ledger alone to change; secret: nobody reads it.';
COMMENT ON COLUMN reference_catalogue.key_column IS 'Column that names a row in changes, beside valid_from if the table has that; empty: changes of the table are not logged.';
COMMENT ON COLUMN reference_catalogue.not_logged IS 'Columns that changes does not keep.';
