-- models/staging/staging.yml: the contracts of the staging models, with the
-- comments of the ledger and what a row of each report stands for.
--
--   psql -XAtq -v ledger=ledger -f staging.sql > models/staging/staging.yml
--
-- The decimals of a currency may differ, so that amounts in minor units have
-- them from the ledger for which this is run.
SELECT E'# Made by staging.sql from the comments of the ledger: do not edit.\nversion: 2\nmodels:';

SELECT format(E'  - name: stg_%s\n    description: %s\n    data_tests:\n      - unique_grain: {arguments: {grain: [%s]}}\n    columns:\n%s',
			  v.report, to_json(obj_description(c.oid, 'pg_class')), array_to_string(v.grain, ', '),
			  (SELECT string_agg(format('      - {name: %s, data_type: %s, description: %s}', a.attname,
										to_json(format_type(a.atttypid, a.atttypmod)), to_json(col_description(c.oid, a.attnum))),
								 E'\n' ORDER BY a.attnum)
			   FROM pg_attribute a
			   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
FROM (VALUES
	('anomalies', ARRAY['day', 'agent', 'metric']),
	('board_report', ARRAY['month', 'line_key', 'line_subject']),
	('budget_vs_actual', ARRAY['month', 'business_unit', 'budget_line']),
	('campaign_costs', ARRAY['month', 'campaign']),
	('chargeback', ARRAY['month', 'service_month', 'business_unit', 'agent', 'unit_of_work']),
	('closed_months', ARRAY['month', 'version']),
	('cohort_costs', ARRAY['month', 'kind']),
	('customer_costs', ARRAY['month', 'customer']),
	('data_quality', ARRAY['check_name', 'month']),
	('consolidated_costs', ARRAY['month', 'entity']),
	('gross_margins', ARRAY['month', 'business_unit']),
	('iceberg', ARRAY['month', 'layer']),
	('intercompany_charges', ARRAY['month', 'service_month', 'entity_from', 'entity_to', 'business_unit']),
	('journal_entries', ARRAY['month', 'entry', 'line']),
	('model_costs', ARRAY['month', 'provider', 'model']),
	('projections', ARRAY['month', 'business_unit']),
	('slo_report', ARRAY['agent', 'metric', 'period_type']),
	('tie_out', ARRAY['check_name', 'month']),
	('unit_costs', ARRAY['month', 'agent', 'unit_of_work']),
	('unit_costs_daily', ARRAY['day', 'agent', 'unit_of_work']),
	('vendor_reconciliation', ARRAY['month', 'vendor']),
	('work_item_costs', ARRAY['work_item']),
	('workforce_pnl', ARRAY['month', 'agent', 'business_unit', 'unit_of_work'])
) v (report, grain)
JOIN pg_class c ON c.relname = v.report AND c.relnamespace = (quote_ident(:'ledger'))::regnamespace
ORDER BY v.report COLLATE "C";
