CREATE OR REPLACE VIEW customer_margins WITH (security_invoker = true) AS
SELECT g.month, g.customer,
	   g.revenue::numeric(38,12) AS revenue,
	   g.cogs_cost::numeric(38,12) AS cogs_cost,
	   g.gross_profit::numeric(38,12) AS gross_profit,
	   ratio(g.gross_profit, g.revenue)::numeric(32,6) AS gross_profit_ratio,
	   g.opex_cost::numeric(38,12) AS opex_cost,
	   (g.gross_profit - g.opex_cost)::numeric(38,12) AS profit_after_opex,
	   g.unclassified_cost::numeric(38,12) AS unclassified_cost,
	   g.prior_period_cost::numeric(38,12) AS prior_period_cost,
	   is_over(g.month) AS is_complete
FROM (SELECT s.*, CASE WHEN s.open_revenue = 0 AND s.unclassified_cost = 0 THEN s.revenue - s.cogs_cost END
				AS gross_profit
	  FROM (SELECT month, customer, sum(revenue) AS revenue, coalesce(sum(open_revenue), 0) AS open_revenue,
				   coalesce(sum(cost), 0) - coalesce(sum(opex_cost), 0) - coalesce(sum(unclassified_cost), 0)
						AS cogs_cost,
				   coalesce(sum(opex_cost), 0) AS opex_cost, coalesce(sum(unclassified_cost), 0) AS unclassified_cost,
				   coalesce(sum(prior_period_cost), 0) AS prior_period_cost
			FROM (SELECT month, name AS customer, direct_cost + review_cost + shared_cost + amortization_cost AS cost,
						 prior_period_cost, NULL::numeric AS opex_cost, NULL::numeric AS unclassified_cost,
						 NULL::numeric AS revenue, NULL::integer AS open_revenue
				  FROM item_group_months('customer')
				  UNION ALL
				  SELECT month, customer, NULL::numeric, NULL::numeric, opex_cost, unclassified_cost, NULL::numeric,
						 NULL::integer
				  FROM customer_classes
				  UNION ALL
				  SELECT first_of_month(booked_on), coalesce(customer, 'unattributed'), NULL::numeric, NULL::numeric,
						 NULL::numeric, NULL::numeric, amount,
						 CASE WHEN amount IS NULL THEN CASE WHEN reverses IS NULL THEN 1 ELSE -1 END END
				  FROM revenue
				  WHERE first_of_month(booked_on) <= (SELECT present_month())) e
			GROUP BY month, customer) s) g;

COMMENT ON VIEW customer_margins IS
'Gross margin of each customer after the cost of AI, by month: revenue less the costs of class cogs. SELECT * FROM customer_margins WHERE month = ''2026-10-01'' ORDER BY gross_profit_ratio. Costs are those of customer_costs, and rows of a month sum to the company; gross_margins has the same by business unit.';
COMMENT ON COLUMN customer_margins.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN customer_margins.customer IS 'Customer of the work items and of revenue; unattributed: revenue and cost of none.';
COMMENT ON COLUMN customer_margins.revenue IS 'Revenue, as far as it is known; empty: none is.';
COMMENT ON COLUMN customer_margins.cogs_cost IS 'Cost of goods sold: what of the cost is neither opex_cost nor unclassified_cost, with what their cuts leave, some 10^-12.';
COMMENT ON COLUMN customer_margins.gross_profit IS 'revenue less cogs_cost. Empty: revenue is not known, some of it waits for an exchange rate, or there is unclassified_cost.';
COMMENT ON COLUMN customer_margins.gross_profit_ratio IS 'Gross margin: gross_profit as a share of revenue, 1 is all of it; below zero: a loss.';
COMMENT ON COLUMN customer_margins.opex_cost IS 'Costs below the line: of the layers whose class is opex. Overhead comes to a customer by the driver of its pool, cut off after 12 decimals.';
COMMENT ON COLUMN customer_margins.profit_after_opex IS 'gross_profit less opex_cost.';
COMMENT ON COLUMN customer_margins.unclassified_cost IS 'Cost of layers of which accounts says no class.';
COMMENT ON COLUMN customer_margins.prior_period_cost IS 'What of all these costs is for months before.';
COMMENT ON COLUMN customer_margins.is_complete IS 'Whether the month is over.';
