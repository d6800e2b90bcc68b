CREATE OR REPLACE VIEW board_values WITH (security_invoker = true) AS
SELECT c.month, v.line_key, v.line_subject, v.value
FROM (SELECT month,
			 coalesce(sum(cost), 0) AS cost, coalesce(sum(prior_period_cost), 0) AS prior_period_cost,
			 coalesce(sum(outcomes), 0)::bigint AS outcomes, coalesce(sum(own_cost), 0) AS own_cost,
			 coalesce(sum(prior_period_outcomes), 0) AS prior_period_outcomes,
			 coalesce(sum(visible_cost), 0) AS visible_cost, coalesce(sum(review_cost), 0) AS review_cost,
			 coalesce(sum(unattributed_cost), 0) AS unattributed_cost, coalesce(sum(estimated_cost),
					0) AS estimated_cost,
			 coalesce(sum(unpriced_events), 0) AS unpriced_events,
			 sum(human_cost) AS human_cost, sum(saving) AS saving, sum(prior_period_saving) AS prior_period_saving,
			 sum(revenue) AS revenue,
			 array_agg(unit_of_work ORDER BY unit_of_work COLLATE "C")
					FILTER (WHERE unit_of_work <> 'unattributed') AS subjects,
			 sum(events)::bigint AS events, sum(reviews)::bigint AS reviews,
			 array_agg(period_unit_cost(own_cost, outcomes, events, reviews) ORDER BY unit_of_work COLLATE "C")
					FILTER (WHERE unit_of_work <> 'unattributed') AS unit_costs
	  FROM (SELECT month, unit_of_work, sum(cost) AS cost,
				   sum(cost) FILTER (WHERE service_month < month) AS prior_period_cost,
				   coalesce(sum(cost) FILTER (WHERE service_month = month), 0) AS own_cost,
				   coalesce(sum(outcomes) FILTER (WHERE service_month = month), 0)::bigint AS outcomes,
				   sum(outcomes) FILTER (WHERE service_month < month) AS prior_period_outcomes,
				   sum(visible_cost) AS visible_cost, sum(review_cost) AS review_cost,
				   sum(cost) FILTER (WHERE agent = 'unattributed'
						OR business_unit = 'unattributed') AS unattributed_cost,
				   sum(estimated_cost) FILTER (WHERE service_month = month) AS estimated_cost,
				   sum(unpriced_events) AS unpriced_events,
				   sum(human_cost) FILTER (WHERE service_month = month) AS human_cost,
				   sum(human_cost - cost) FILTER (WHERE service_month = month) AS saving,
				   sum(human_cost - cost) FILTER (WHERE service_month < month) AS prior_period_saving,
				   NULL::numeric AS revenue,
				   coalesce(sum(events) FILTER (WHERE service_month = month), 0)::bigint AS events,
				   coalesce(sum(reviews) FILTER (WHERE service_month = month), 0)::bigint AS reviews
			FROM unit_months
			GROUP BY month, unit_of_work
			UNION ALL
			SELECT month, NULL::text, NULL::numeric, NULL::numeric, NULL::numeric, NULL::bigint, NULL::numeric,
				NULL::numeric, NULL::numeric,
				   NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, revenue,
				   NULL::bigint, NULL::bigint
			FROM revenue_months) w
	  GROUP BY month) c
CROSS JOIN LATERAL (
	VALUES ('total_cost', NULL::text, c.cost),
		   ('prior_period_cost', NULL, c.prior_period_cost),
		   ('revenue', NULL, c.revenue),
		   ('cost_to_revenue', NULL, round(ratio(c.cost, c.revenue), 6)),
		   ('blended_unit_cost', NULL, round(period_unit_cost(c.own_cost, c.outcomes, c.events, c.reviews), 6)),
		   ('outcomes', NULL, c.outcomes::numeric),
		   ('prior_period_outcomes', NULL, c.prior_period_outcomes),
		   ('visible_cost', NULL, c.visible_cost),
		   ('hidden_cost', NULL, c.cost - c.visible_cost),
		   ('hidden_ratio', NULL, round(ratio(c.cost - c.visible_cost, c.cost), 6)),
		   ('review_cost', NULL, c.review_cost),
		   ('human_cost', NULL, c.human_cost),
		   ('saving', NULL, c.saving),
		   ('prior_period_saving', NULL, c.prior_period_saving),
		   ('unpriced_events', NULL, c.unpriced_events),
		   ('estimated_ratio', NULL, CASE WHEN c.estimated_cost BETWEEN 0 AND c.own_cost
				THEN round(ratio(c.estimated_cost, c.own_cost), 6) END),
		   ('unattributed_ratio', NULL, round(ratio(c.unattributed_cost, c.cost), 6))
	UNION ALL
	SELECT 'unit_cost', u.subject, round(u.unit_cost, 6)
	FROM unnest(c.subjects, c.unit_costs) u (subject, unit_cost)) v (line_key, line_subject, value);

COMMENT ON VIEW board_values IS 'The values of board_report, by month and line.';
COMMENT ON COLUMN board_values.month IS 'Month in which it is booked.';
COMMENT ON COLUMN board_values.line_key IS 'Line.';
COMMENT ON COLUMN board_values.line_subject IS 'Unit of work that the line is about; empty: the company.';
COMMENT ON COLUMN board_values.value IS 'Value; empty: there is none.';
