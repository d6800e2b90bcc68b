-- By month of service, as vendors bill
CREATE OR REPLACE FUNCTION tie_bills() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'vendor_reconciliation', first_of_month(owned_on), sum(cost), 0::numeric FROM event_days
			GROUP BY owned_on
		UNION ALL
		SELECT 'vendor_reconciliation', month, sum(amount), 0::numeric FROM shared_costs GROUP BY month
		UNION ALL
		SELECT 'vendor_reconciliation', month, 0::numeric, sum(metered_cost) FROM vendor_reconciliation GROUP BY month
		UNION ALL
		SELECT 'invoices', month, sum(amount), 0::numeric FROM invoices GROUP BY month
		UNION ALL
		SELECT 'invoices', month, 0::numeric, sum(invoiced_cost) FROM vendor_reconciliation GROUP BY month
		UNION ALL
		SELECT 'revenue', month, revenue, 0::numeric FROM revenue_months;
	END;
COMMENT ON FUNCTION tie_bills() IS 'tie_bills(): what was metered and invoiced by month of service against vendor_reconciliation, and revenue.';
