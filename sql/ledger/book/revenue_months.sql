CREATE OR REPLACE VIEW revenue_months WITH (security_invoker = true) AS
SELECT month,
	   coalesce(sum(amount) FILTER (WHERE business_unit IS NULL), sum(amount)) AS revenue,
	   sum(amount) FILTER (WHERE business_unit IS NULL) AS company_revenue,
	   sum(amount) FILTER (WHERE business_unit IS NOT NULL) AS unit_revenue
FROM (SELECT first_of_month(booked_on) AS month, business_unit, sum(amount) AS amount
	  FROM revenue
	  WHERE first_of_month(booked_on) <= (SELECT present_month())
	  GROUP BY 1, 2
	  -- a total that was reversed is none
	  HAVING sum(amount) <> 0) r
GROUP BY month;

COMMENT ON VIEW revenue_months IS
'Revenue of the company by month. A row of revenue without a business unit is the total of the month, of which rows with one are parts; without such a row the parts are added up.';
COMMENT ON COLUMN revenue_months.month IS 'Month in which it is booked.';
COMMENT ON COLUMN revenue_months.revenue IS 'Revenue of the company.';
COMMENT ON COLUMN revenue_months.company_revenue IS 'Sum of the rows without a business unit; empty: there is none.';
COMMENT ON COLUMN revenue_months.unit_revenue IS 'Sum of the rows with a business unit; has to be no more than company_revenue. Empty: there is none.';
