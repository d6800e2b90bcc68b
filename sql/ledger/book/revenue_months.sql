CREATE OR REPLACE VIEW revenue_months WITH (security_invoker = true) AS
SELECT first_of_month(booked_on) AS month,
	   sum(amount) AS revenue,
	   sum(amount) FILTER (WHERE business_unit IS NOT NULL) AS unit_revenue,
	   coalesce(sum(amount) FILTER (WHERE business_unit IS NULL) = sum(amount) FILTER (WHERE business_unit IS NOT NULL)
				AND sum(amount) <> 0, false) AS is_counted_twice
FROM revenue
WHERE first_of_month(booked_on) <= (SELECT present_month())
GROUP BY 1;

COMMENT ON VIEW revenue_months IS
'Revenue of the company by month, to the present month. A row of revenue without a business unit is the rest that rows with one leave, not their total.';
COMMENT ON COLUMN revenue_months.month IS 'Month in which it is booked.';
COMMENT ON COLUMN revenue_months.revenue IS 'Revenue of the company: all rows.';
COMMENT ON COLUMN revenue_months.unit_revenue IS 'What of it rows with a business unit have; empty: there are none.';
COMMENT ON COLUMN revenue_months.is_counted_twice IS 'Whether the rest is exactly what the business units have: then it was meant as their total, and revenue is counted twice.';
