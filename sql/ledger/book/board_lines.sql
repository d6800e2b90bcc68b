CREATE OR REPLACE VIEW board_lines WITH (security_invoker = true) AS
SELECT l.line_key, l.line_order, l.section, l.line, l.unit
FROM (VALUES
	('total_cost', 1000, 'cost', 'AI cost', ledger_currency()),
	('prior_period_cost', 1500, 'cost', 'of which booked late for earlier months', ledger_currency()),
	('revenue', 2000, 'revenue', 'revenue', ledger_currency()),
	('cost_to_revenue', 3000, 'revenue', 'AI cost as share of revenue', 'ratio'),
	('unit_cost', 4000, 'unit_cost', 'cost per ', ledger_currency() || ' per '),
	('blended_unit_cost', 5000, 'unit_cost', 'blended cost per outcome', ledger_currency() || ' per outcome'),
	('outcomes', 6000, 'work', 'outcomes', 'outcomes'),
	('prior_period_outcomes', 6500, 'work', 'outcomes booked late for earlier months', 'outcomes'),
	('visible_cost', 7000, 'iceberg', 'visible cost', ledger_currency()),
	('hidden_cost', 8000, 'iceberg', 'hidden cost', ledger_currency()),
	('hidden_ratio', 9000, 'iceberg', 'hidden share', 'ratio'),
	('review_cost', 10000, 'iceberg', 'human review cost', ledger_currency()),
	('human_cost', 10500, 'saving', 'cost of people for the same outcomes', ledger_currency()),
	('saving', 11000, 'saving', 'saving against human baseline', ledger_currency()),
	('prior_period_saving', 11500, 'saving', 'saving booked late for earlier months', ledger_currency()),
	('unpriced_events', 12000, 'trust', 'events without cost', 'events'),
	('estimated_ratio', 13000, 'trust', 'estimated share of cost', 'ratio'),
	('unattributed_ratio', 14000, 'trust', 'unattributed share of cost', 'ratio')) l (line_key, line_order, section,
		line, unit);

COMMENT ON VIEW board_lines IS 'The lines of board_report.';
COMMENT ON COLUMN board_lines.line_key IS 'Line.';
COMMENT ON COLUMN board_lines.line_order IS 'Position; unit_cost has one for each unit of work from there.';
COMMENT ON COLUMN board_lines.section IS 'Section of the page.';
COMMENT ON COLUMN board_lines.line IS 'Text; that of unit_cost is followed by the unit of work.';
COMMENT ON COLUMN board_lines.unit IS 'Unit of the value; that of unit_cost is followed by the unit of work.';
