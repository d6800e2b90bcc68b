-- The last day of a cell has what the cuts of the others leave.
CREATE OR REPLACE VIEW loaded_days WITH (security_invoker = true) AS
SELECT d.month, d.day, d.agent, d.unit_of_work,
	   coalesce(sum(d.direct_cost), 0) AS direct_cost, coalesce(sum(d.review_cost), 0) AS review_cost,
	   coalesce(sum(d.overhead_cost - d.amortization_cost), 0) AS shared_cost,
	   coalesce(sum(d.amortization_cost), 0) AS amortization_cost, coalesce(sum(d.overhead_cost), 0) AS overhead_cost,
	   coalesce(sum(d.events), 0)::bigint AS events, coalesce(sum(d.unpriced_events), 0)::bigint AS unpriced_events,
	   coalesce(sum(d.outcomes), 0)::bigint AS outcomes, coalesce(sum(d.reviews), 0)::bigint AS reviews,
	   coalesce(sum(d.judged), 0)::bigint AS judged, coalesce(sum(d.accurate), 0)::bigint AS accurate
FROM (SELECT c.month, c.day, c.agent, c.unit_of_work, c.direct_cost, c.review_cost,
			 c.overhead_cost + CASE WHEN c.day = max(c.day) OVER cell THEN c.cell_overhead - sum(c.overhead_cost)
					OVER cell ELSE 0 END AS overhead_cost,
			 c.amortization_cost
			 + CASE WHEN c.day = max(c.day) OVER cell THEN c.cell_amortization - sum(c.amortization_cost) OVER cell
					ELSE 0 END AS amortization_cost,
			 c.events, c.unpriced_events, c.outcomes, c.reviews, c.judged, c.accurate
	  FROM (SELECT c.month, c.day, c.agent, c.agent_from, c.business_unit, c.unit_of_work, c.direct_cost, c.review_cost,
				   c.events, c.unpriced_events, c.outcomes, c.reviews, c.judged, c.accurate,
				   runrate_internal.item_overhead(r.direct_cost_share, c.direct_cost_quantity, r.direct_cost_total,
								 r.events_share, c.events_quantity, r.events_total, r.tokens_share, c.tokens_quantity,
										r.tokens_total,
								 r.gpu_seconds_share, c.gpu_seconds_quantity, r.gpu_seconds_total,
								 r.vectors_stored_share, c.vectors_stored_quantity, r.vectors_stored_total,
								 r.outcomes_share, c.outcomes_quantity, r.outcomes_total,
										NULL::numeric) AS overhead_cost,
				   runrate_internal.item_overhead(r.direct_cost_amortization, c.direct_cost_quantity,
										r.direct_cost_total,
								 r.events_amortization, c.events_quantity, r.events_total, r.tokens_amortization,
										c.tokens_quantity, r.tokens_total,
								 r.gpu_seconds_amortization, c.gpu_seconds_quantity, r.gpu_seconds_total,
								 r.vectors_stored_amortization, c.vectors_stored_quantity, r.vectors_stored_total,
								 r.outcomes_amortization, c.outcomes_quantity, r.outcomes_total,
										NULL::numeric) AS amortization_cost,
				   coalesce(r.direct_cost_share, 0) + coalesce(r.events_share, 0) + coalesce(r.tokens_share, 0)
				   + coalesce(r.gpu_seconds_share, 0) + coalesce(r.vectors_stored_share, 0)
						+ coalesce(r.outcomes_share, 0) AS cell_overhead,
				   coalesce(r.direct_cost_amortization, 0) + coalesce(r.events_amortization, 0)
						+ coalesce(r.tokens_amortization, 0)
				   + coalesce(r.gpu_seconds_amortization, 0) + coalesce(r.vectors_stored_amortization, 0)
				   + coalesce(r.outcomes_amortization, 0) AS cell_amortization
			FROM cell_days c
			LEFT JOIN day_rates r
				ON r.month = c.month AND r.agent = c.agent AND r.agent_from = c.agent_from
				AND r.business_unit = c.business_unit AND r.unit_of_work = c.unit_of_work) c
	  WINDOW cell AS (PARTITION BY c.month, c.agent, c.agent_from, c.business_unit, c.unit_of_work)
	  UNION ALL
	  SELECT month, day, agent, unit_of_work, NULL::numeric, NULL::numeric, overhead_cost, amortization_cost,
			 NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint
	  FROM even_days
	  UNION ALL
	  SELECT month, day, agent, unit_of_work, NULL::numeric, review_cost, NULL::numeric, NULL::numeric,
			 NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint
	  FROM review_rests) d
GROUP BY d.month, d.day, d.agent, d.unit_of_work;

COMMENT ON VIEW loaded_days IS
'The days of agents with everything in them. A pool reaches a day by its own driver: the share of the cell (month, agent, business unit, unit of work) times what of the driver is of the day, cut off after 12 decimals; what no work decides about comes from even_days. So days sum to the book lines of their month of service.';
COMMENT ON COLUMN loaded_days.month IS 'Month of the day.';
COMMENT ON COLUMN loaded_days.day IS 'Day in the time zone of the ledger.';
COMMENT ON COLUMN loaded_days.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN loaded_days.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN loaded_days.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN loaded_days.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN loaded_days.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN loaded_days.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN loaded_days.overhead_cost IS 'The sum of the two.';
COMMENT ON COLUMN loaded_days.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN loaded_days.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN loaded_days.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN loaded_days.reviews IS 'Reviews.';
COMMENT ON COLUMN loaded_days.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN loaded_days.accurate IS 'Reviews that found the work accurate.';
