-- The tables are named by their identity and not by their name, so that the
-- catalogue of a ledger that was renamed is still that of its own tables.
CREATE OR REPLACE VIEW facts_catalogue WITH (security_invoker = true) AS
SELECT c.fact_table, c.fact_table::oid AS fact_oid, c.fact, c.kind, c.money_column, c.negated,
	   ARRAY['id', 'recorded_at', 'recorded_by', 'owned_on', 'booked_on', 'displaced_from', 'key_hash', 'reverses']
		   || c.derived AS derived
FROM (VALUES
	('events'::regclass, 'events', 'event', 'cost',
		ARRAY['cost', 'event_count', 'input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'cache_write_5m_tokens',
			'cache_write_1h_tokens', 'cache_write_12h_tokens', 'input_audio_tokens', 'cached_audio_tokens', 'input_image_tokens',
			'cached_image_tokens', 'input_video_tokens', 'cached_video_tokens', 'output_tokens',
			'reasoning_tokens', 'output_audio_tokens', 'output_image_tokens', 'citation_tokens',
			'web_search_requests', 'x_search_requests', 'file_search_requests', 'code_execution_requests',
			'maps_requests', 'requests', 'quantity', 'billed_amount', 'reported_cost'],
		ARRAY['corrects', 'cost_basis', 'price_rows', 'price_problem']),
	('outcomes'::regclass, 'outcomes', 'outcome', NULL, ARRAY['quantity'], ARRAY[]::text[]),
	('reviews'::regclass, 'reviews', 'review', 'cost', ARRAY['minutes', 'fee', 'cost', 'minute_cost'],
		ARRAY['cost', 'minute_cost']),
	('shared_costs'::regclass, 'shared_costs', 'shared_cost', 'amount',
		ARRAY['amount', 'billed_amount', 'invoiced_amount', 'list_amount', 'contracted_amount'],
		ARRAY[]::text[]),
	('investments'::regclass, 'investments', 'investment', 'amount', ARRAY['amount', 'billed_amount'], ARRAY[]::text[]),
	('invoices'::regclass, 'invoices', 'invoice', 'amount', ARRAY['amount', 'billed_amount'], ARRAY[]::text[]),
	('revenue'::regclass, 'revenue', 'revenue', 'amount', ARRAY['amount', 'billed_amount'], ARRAY[]::text[]),
	('disposals'::regclass, 'disposals', 'disposal', NULL, ARRAY[]::text[],
		ARRAY['occurred_at', 'investment', 'month', 'source', 'source_key']),
	('reclassifications'::regclass, 'reclassifications', 'reclassification', NULL,
		ARRAY['cost', 'estimated_cost', 'events', 'unpriced_events', 'tokens', 'outcomes', 'all_outcomes', 'human_cost',
			'outcomes_without_baseline', 'reviews', 'unpriced_reviews', 'judged', 'accurate'],
		ARRAY['occurred_at', 'month', 'entry', 'agent', 'from_unit', 'to_unit', 'unit_of_work', 'layer', 'vendor',
			'component', 'cost', 'estimated_cost', 'events', 'unpriced_events', 'tokens', 'outcomes', 'all_outcomes',
			'human_cost', 'outcomes_without_baseline', 'reviews', 'unpriced_reviews', 'judged', 'accurate', 'source',
			'source_key'])
) c(fact_table, fact, kind, money_column, negated, derived);

COMMENT ON VIEW facts_catalogue IS 'The tables of facts. Triggers, reversals, pricing, grants and checks are made from it.';
COMMENT ON COLUMN facts_catalogue.fact_table IS 'Table.';
COMMENT ON COLUMN facts_catalogue.fact_oid IS 'Its number.';
COMMENT ON COLUMN facts_catalogue.fact IS 'Name that it was created with.';
COMMENT ON COLUMN facts_catalogue.kind IS 'What a row is; reverse_<kind> cancels it.';
COMMENT ON COLUMN facts_catalogue.money_column IS 'Column of the money, which is computed unless it is given; empty: it has none.';
COMMENT ON COLUMN facts_catalogue.negated IS 'Columns that count or are money, with the opposite sign in a reversal; all others are copied.';
COMMENT ON COLUMN facts_catalogue.derived IS 'Columns that the trigger alone sets, whatever a loader sends.';
