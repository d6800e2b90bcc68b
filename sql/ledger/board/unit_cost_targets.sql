-- Targets are those of agents, as they hold on the first day of the month, as in slo_history: a line's is
-- their mean by what they did.
CREATE OR REPLACE VIEW unit_cost_targets WITH (security_invoker = true) AS
SELECT l.month, l.pl_line, l.unit_of_work, l.agents, l.volume,
	   l.amount::numeric(38,12) AS amount,
	   per_outcome(l.own_amount, l.own_volume)::numeric(32,6) AS unit_cost,
	   ratio(l.targets, l.covered_volume)::numeric(32,6) AS target,
	   ratio(l.lows, l.covered_volume)::numeric(32,6) AS band_low,
	   ratio(l.highs, l.covered_volume)::numeric(32,6) AS band_high,
	   ratio(l.covered_volume, l.own_volume)::numeric(32,6) AS covered_ratio,
	   ratio(l.human_cost, l.human_volume)::numeric(32,6) AS human_unit_cost,
	   CASE WHEN l.covered_volume > 0 AND l.own_volume > 0 THEN
			CASE WHEN l.own_amount / l.own_volume > l.highs / l.covered_volume THEN 'above_band'
				 WHEN l.own_amount / l.own_volume < l.lows / l.covered_volume THEN 'below_band'
				 ELSE 'in_band' END
			ELSE 'no_target' END AS status
FROM (SELECT c.month, c.pl_line, c.unit_of_work, count(DISTINCT c.agent) AS agents,
			 sum(c.volume)::bigint AS volume, sum(c.exact_amount) AS amount,
			 (sum(c.volume) FILTER (WHERE c.service_month = c.month))::bigint AS own_volume,
			 sum(c.exact_amount) FILTER (WHERE c.service_month = c.month) AS own_amount,
			 sum(t.target::numeric(32,6) * c.volume) AS targets,
			 sum(runrate.slo_band_low(t.target, t.tolerance)::numeric(32,6) * c.volume) AS lows,
			 sum(runrate.slo_band_high(t.target, t.tolerance)::numeric(32,6) * c.volume) AS highs,
			 sum(c.volume) FILTER (WHERE t.target IS NOT NULL) AS covered_volume,
			 sum(p.human_unit_cost * c.volume) AS human_cost,
			 sum(c.volume) FILTER (WHERE p.human_unit_cost IS NOT NULL) AS human_volume
	  FROM chargeback c
	  LEFT JOIN slo_terms own ON own.agent = c.agent AND own.metric = 'cost_per_outcome'
		AND c.month >= own.valid_from AND c.month < own.valid_until
	  LEFT JOIN slo_terms every ON every.agent = '*' AND c.agent <> 'unattributed' AND every.metric = 'cost_per_outcome'
		AND c.month >= every.valid_from AND c.month < every.valid_until
	  LEFT JOIN (SELECT DISTINCT ON (a.agent) a.agent, a.retired FROM agents a
				 ORDER BY a.agent, a.valid_from DESC) master ON master.agent = c.agent
	  LEFT JOIN slo_terms t ON t.id = coalesce(own.id, every.id) AND c.service_month = c.month
		AND coalesce(c.month <= master.retired, true)
	  LEFT JOIN workforce_pnl p ON p.month = c.month AND p.agent = c.agent AND p.business_unit = c.business_unit
		AND p.unit_of_work = c.unit_of_work AND c.service_month = c.month
	  GROUP BY c.month, c.pl_line, c.unit_of_work) l;

COMMENT ON VIEW unit_cost_targets IS
'What an outcome costs in each line of the profit and loss statement, against the targets of its agents and against people, by month. The rows of a month sum to the cost of the company.';
COMMENT ON COLUMN unit_cost_targets.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN unit_cost_targets.pl_line IS 'Line of the profit and loss statement, as in chargeback.';
COMMENT ON COLUMN unit_cost_targets.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN unit_cost_targets.agents IS 'Number of agents.';
COMMENT ON COLUMN unit_cost_targets.volume IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN unit_cost_targets.amount IS 'Cost, fully loaded, with what is booked late for earlier months.';
COMMENT ON COLUMN unit_cost_targets.unit_cost IS 'Cost of the month itself for each of its outcomes; empty: no outcomes.';
COMMENT ON COLUMN unit_cost_targets.target IS 'Target: the mean of the targets of its agents by their outcomes; empty: none has one.';
COMMENT ON COLUMN unit_cost_targets.band_low IS 'Lower edge of the band, likewise.';
COMMENT ON COLUMN unit_cost_targets.band_high IS 'Upper edge of the band, likewise.';
COMMENT ON COLUMN unit_cost_targets.covered_ratio IS 'Share of the outcomes that are of agents with a target, 0 to 1.';
COMMENT ON COLUMN unit_cost_targets.human_unit_cost IS 'What a person costs for one, the mean by outcomes; empty: not known.';
COMMENT ON COLUMN unit_cost_targets.status IS 'above_band, in_band, below_band, or no_target.';
