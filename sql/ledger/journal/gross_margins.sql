CREATE OR REPLACE VIEW gross_margins WITH (security_invoker = true) AS
SELECT g.month, g.business_unit, coalesce(u.pl_line, g.business_unit) AS pl_line,
	   g.revenue::numeric(38,12) AS revenue,
	   g.cogs_cost::numeric(38,12) AS cogs_cost,
	   g.gross_profit::numeric(38,12) AS gross_profit,
	   ratio(g.gross_profit, g.revenue)::numeric(32,6) AS gross_profit_ratio,
	   g.opex_cost::numeric(38,12) AS opex_cost,
	   (g.gross_profit - g.opex_cost)::numeric(38,12) AS profit_after_opex,
	   g.unclassified_cost::numeric(38,12) AS unclassified_cost,
	   g.prior_period_cost::numeric(38,12) AS prior_period_cost,
	   g.unpriced_events,
	   is_over(g.month) AS is_complete
FROM (SELECT s.*, CASE WHEN s.open_revenue = 0 AND s.unclassified_cost = 0 THEN s.revenue - s.cogs_cost END
				AS gross_profit
	  FROM (SELECT month, business_unit, sum(revenue) AS revenue, coalesce(sum(open_revenue), 0) AS open_revenue,
				   coalesce(sum(cost) FILTER (WHERE class = 'cogs'), 0) AS cogs_cost,
				   coalesce(sum(cost) FILTER (WHERE class = 'opex'), 0) AS opex_cost,
				   coalesce(sum(cost) FILTER (WHERE class IS NULL), 0) AS unclassified_cost,
				   coalesce(sum(cost) FILTER (WHERE service_month < month), 0) AS prior_period_cost,
				   coalesce(sum(unpriced_events), 0)::bigint AS unpriced_events
			FROM (SELECT b.month, b.service_month, b.business_unit, a.class, b.cost, b.unpriced_events,
						 NULL::numeric AS revenue, NULL::integer AS open_revenue
				  FROM (SELECT month, service_month, business_unit, layer, sum(cost) AS cost,
							   sum(unpriced_events) AS unpriced_events
						FROM book
						WHERE component <> 'outcome'
						GROUP BY month, service_month, business_unit, layer) b
				  CROSS JOIN LATERAL layer_accounts(b.layer, b.month) a
				  UNION ALL
				  SELECT first_of_month(booked_on), NULL::date, coalesce(business_unit, 'unattributed'), NULL::text,
						 NULL::numeric, NULL::numeric, amount,
						 CASE WHEN amount IS NULL THEN CASE WHEN reverses IS NULL THEN 1 ELSE -1 END END
				  FROM revenue
				  WHERE first_of_month(booked_on) <= (SELECT present_month())) e
			GROUP BY month, business_unit) s) g
LEFT JOIN business_unit_periods u
			ON u.business_unit = g.business_unit AND g.month >= u.valid_from AND g.month < u.valid_until;

COMMENT ON VIEW gross_margins IS
'Gross margin of each business unit after the cost of AI, by month: revenue less the costs of class cogs. SELECT * FROM gross_margins WHERE month = ''2026-10-01'' ORDER BY gross_profit_ratio. Rows of a month sum to the company; customer_margins has the same by customer.';
COMMENT ON COLUMN gross_margins.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN gross_margins.business_unit IS 'Business unit that earns and pays; unattributed: revenue and cost of no business unit.';
COMMENT ON COLUMN gross_margins.pl_line IS 'Line of the profit and loss statement; the business unit where none is named.';
COMMENT ON COLUMN gross_margins.revenue IS 'Revenue, as far as it is known; empty: none is.';
COMMENT ON COLUMN gross_margins.cogs_cost IS 'Cost of goods sold: costs of the layers whose class in accounts is cogs, fully loaded.';
COMMENT ON COLUMN gross_margins.gross_profit IS 'revenue less cogs_cost. Empty: revenue is not known, some of it waits for an exchange rate, or there is unclassified_cost.';
COMMENT ON COLUMN gross_margins.gross_profit_ratio IS 'Gross margin: gross_profit as a share of revenue, 1 is all of it; below zero: a loss.';
COMMENT ON COLUMN gross_margins.opex_cost IS 'Costs below the line: of the layers whose class is opex.';
COMMENT ON COLUMN gross_margins.profit_after_opex IS 'gross_profit less opex_cost.';
COMMENT ON COLUMN gross_margins.unclassified_cost IS 'Cost of layers of which accounts says no class.';
COMMENT ON COLUMN gross_margins.prior_period_cost IS 'What of all these costs is for months before.';
COMMENT ON COLUMN gross_margins.unpriced_events IS 'Events whose cost is not known yet and not in these costs.';
COMMENT ON COLUMN gross_margins.is_complete IS 'Whether the month is over.';
