-- Month by month, so that the rates of a month are computed once for all of
-- its items, and for one item only where it has lines.  A filter on the work
-- item reaches the tables, as does one on the month.  Late pools have rows of
-- their own.
CREATE OR REPLACE FUNCTION item_costs_of_months(by_unit boolean) RETURNS SETOF item_month_cost
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 10000
BEGIN ATOMIC
	SELECT i.month, i.service_month,
		   CASE WHEN i.is_late THEN i.month_entry
				ELSE coalesce(naming_entry(i.work_item, i.month, i.service_month), i.month_entry) END,
		   i.work_item, i.first_unit, i.last_unit,
		   CASE WHEN i.is_late THEN 0 ELSE i.events END AS events,
		   CASE WHEN i.is_late THEN 0 ELSE i.unpriced_events END AS unpriced_events,
		   CASE WHEN i.is_late THEN 0 ELSE i.outcomes END AS outcomes,
		   CASE WHEN i.is_late THEN 0 ELSE i.reviews END AS reviews,
		   CASE WHEN i.is_late THEN 0 ELSE i.direct_cost END AS direct_cost,
		   CASE WHEN i.is_late THEN 0 ELSE i.model_cost END AS model_cost,
		   CASE WHEN i.is_late THEN 0 ELSE i.retry_cost END AS retry_cost,
		   CASE WHEN i.is_late THEN 0 ELSE i.tool_cost END AS tool_cost,
		   CASE WHEN i.is_late THEN 0 ELSE i.visible_cost END AS visible_cost,
		   CASE WHEN i.is_late THEN 0 ELSE i.review_cost END AS review_cost,
		   i.overhead_cost - i.amortization_cost AS shared_cost, i.amortization_cost, i.overhead_cost,
		   CASE WHEN i.is_late THEN 0 ELSE i.direct_cost + i.review_cost END + i.overhead_cost AS cost,
		   CASE WHEN i.is_late THEN i.overhead_cost WHEN i.service_month < i.month THEN i.direct_cost + i.review_cost
				ELSE 0 END AS prior_period_cost,
		   CASE WHEN NOT i.is_late AND i.service_month < i.month THEN i.outcomes ELSE 0 END AS prior_period_outcomes
	FROM (SELECT b.month, b.service_month < b.month AS is_late, b.closing_entry AS month_entry, i.*
		  FROM item_bookings b
		  CROSS JOIN LATERAL (
			  SELECT l.work_item, l.service_month,
					 min(l.business_unit) AS first_unit, max(l.business_unit) AS last_unit,
					 sum(l.events)::bigint AS events, sum(l.unpriced_events)::bigint AS unpriced_events,
					 sum(l.outcomes)::bigint AS outcomes, sum(l.reviews)::bigint AS reviews,
					 sum(l.direct_cost) AS direct_cost, sum(l.model_cost) AS model_cost,
					 sum(l.retry_cost) AS retry_cost,
					 sum(l.tool_cost) AS tool_cost, sum(l.visible_cost) AS visible_cost,
					 sum(l.review_cost) AS review_cost,
					 sum(runrate_internal.item_overhead(
						 r.direct_cost_share, l.direct_cost - l.credit_cost, r.direct_cost_total,
						 r.events_share, l.events, r.events_total,
						 r.tokens_share, l.tokens, r.tokens_total,
						 r.gpu_seconds_share, l.gpu_seconds, r.gpu_seconds_total,
						 r.vectors_stored_share, l.vectors_stored, r.vectors_stored_total,
						 r.outcomes_share, l.outcomes, r.outcomes_total,
						 r.other_share)) AS overhead_cost,
					 sum(runrate_internal.item_overhead(
						 r.direct_cost_amortization, l.direct_cost - l.credit_cost, r.direct_cost_total,
						 r.events_amortization, l.events, r.events_total,
						 r.tokens_amortization, l.tokens, r.tokens_total,
						 r.gpu_seconds_amortization, l.gpu_seconds, r.gpu_seconds_total,
						 r.vectors_stored_amortization, l.vectors_stored, r.vectors_stored_total,
						 r.outcomes_amortization, l.outcomes, r.outcomes_total,
						 r.other_amortization)) AS amortization_cost
			  FROM item_lines l
			  LEFT JOIN rates_of(b.month, b.service_month) r
				  ON l.service_month = b.service_month
				  AND r.agent = l.agent AND r.agent_from = l.agent_from
				  AND r.business_unit = l.business_unit AND r.unit_of_work = l.unit_of_work
			  WHERE l.month = b.service_month AND (b.month = b.service_month OR r.agent IS NOT NULL)
			  GROUP BY l.work_item, l.service_month, CASE WHEN by_unit THEN l.business_unit END) i) i;
END;

COMMENT ON FUNCTION item_costs_of_months(boolean) IS 'item_costs_of_months(false): the rows of item_month_costs; with true apart for each business unit that pays, which is first_unit and last_unit then.';
