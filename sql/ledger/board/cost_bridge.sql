CREATE OR REPLACE VIEW cost_bridge WITH (security_invoker = true) AS
SELECT b.month, b.pl_line, b.unit_of_work,
	   b.previous::numeric(38,12) AS previous_cost, b.amount::numeric(38,12) AS cost,
	   (b.amount - b.previous)::numeric(38,12) AS change,
	   b.volume_effect::numeric(38,12) AS volume_effect,
	   (CASE WHEN b.volume_effect IS NOT NULL THEN b.amount - b.previous - b.volume_effect END)::numeric(38,12)
			AS unit_cost_effect,
	   (CASE WHEN b.volume_effect IS NULL THEN b.amount - b.previous END)::numeric(38,12) AS other_effect
FROM (SELECT x.month, x.pl_line, x.unit_of_work, sum(x.amount) AS amount, sum(x.previous) AS previous,
			 CASE WHEN sum(x.volume) > 0 AND sum(x.previous_volume) > 0
				  THEN round(sum(x.previous) * (sum(x.volume) - sum(x.previous_volume)) / sum(x.previous_volume), 12)
				  END AS volume_effect
	  FROM (SELECT c.month, c.pl_line, c.unit_of_work, c.exact_amount AS amount, 0::numeric AS previous,
				   c.volume::numeric AS volume, 0::numeric AS previous_volume
			FROM chargeback c
			UNION ALL
			SELECT next_month(c.month), c.pl_line, c.unit_of_work, 0, c.exact_amount, 0, c.volume
			FROM chargeback c
			WHERE next_month(c.month) <= (SELECT present_month())) x
	  GROUP BY x.month, x.pl_line, x.unit_of_work) b;

COMMENT ON VIEW cost_bridge IS
'Why the cost of a month is not that of the month before, by line: volume_effect + unit_cost_effect + other_effect = change, exactly. SELECT * FROM cost_bridge WHERE month = ''2026-10-01'' ORDER BY abs(change) DESC.';
COMMENT ON COLUMN cost_bridge.month IS 'Month, as its first day.';
COMMENT ON COLUMN cost_bridge.pl_line IS 'Line of the profit and loss statement.';
COMMENT ON COLUMN cost_bridge.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN cost_bridge.previous_cost IS 'Cost of the month before.';
COMMENT ON COLUMN cost_bridge.cost IS 'Cost of the month.';
COMMENT ON COLUMN cost_bridge.change IS 'cost less previous_cost.';
COMMENT ON COLUMN cost_bridge.volume_effect IS 'What of it is more or fewer outcomes, at the unit cost of the month before; empty: there were none in one of the months.';
COMMENT ON COLUMN cost_bridge.unit_cost_effect IS 'What of it is that an outcome costs more or less.';
COMMENT ON COLUMN cost_bridge.other_effect IS 'The change of a line that had no outcomes in one of the months: new, gone, or without any.';
