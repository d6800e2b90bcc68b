-- The last day of a cell has what the cuts of the others leave.
CREATE OR REPLACE VIEW day_lines WITH (security_invoker = true) AS
SELECT c.month, c.day, c.agent, c.business_unit, c.unit_of_work, c.direct_cost, c.review_cost,
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
SELECT month, day, agent, business_unit, unit_of_work, NULL::numeric, NULL::numeric, overhead_cost, amortization_cost,
	   NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint
FROM even_days
UNION ALL
SELECT month, day, agent, business_unit, unit_of_work, NULL::numeric, review_cost, NULL::numeric, NULL::numeric,
	   NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint
FROM review_rests;

COMMENT ON VIEW day_lines IS
'What each day has of costs and work, by agent, business unit and unit of work; to be added up. A pool reaches a day by its own driver: the share of the cell (month, agent, business unit, unit of work) times what of the driver is of the day, cut off after 12 decimals; what no work decides about comes from even_days. So days sum to the book lines of their month of service.';
COMMENT ON COLUMN day_lines.month IS 'Month of the day.';
COMMENT ON COLUMN day_lines.day IS 'Day in the time zone of the ledger.';
COMMENT ON COLUMN day_lines.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN day_lines.business_unit IS 'Business unit that pays, or unattributed.';
COMMENT ON COLUMN day_lines.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN day_lines.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN day_lines.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN day_lines.overhead_cost IS 'Share of shared costs and of the amortization of investments.';
COMMENT ON COLUMN day_lines.amortization_cost IS 'What of it is of investments.';
COMMENT ON COLUMN day_lines.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN day_lines.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN day_lines.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN day_lines.reviews IS 'Reviews.';
COMMENT ON COLUMN day_lines.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN day_lines.accurate IS 'Reviews that found the work accurate.';
