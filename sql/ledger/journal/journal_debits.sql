-- As in chargeback amounts are given out by levels, the rounded month to business
-- units and each unit to its lines: so both charge a unit the same.
CREATE OR REPLACE VIEW journal_debits WITH (security_invoker = true) AS
SELECT d.month, d.business_unit, d.service_month, d.account, d.cost,
	   runrate_internal.apportion(d.cost, d.unit_amount, minor_unit())
	   OVER (PARTITION BY d.month, d.business_unit COLLATE "C"
			 ORDER BY d.service_month, d.account COLLATE "C") AS amount
FROM (SELECT d.*, max(d.first_unit_amount) OVER (PARTITION BY d.month, d.business_unit COLLATE "C") AS unit_amount
	  FROM (SELECT d.*,
				   runrate_internal.apportion(CASE WHEN d.unit_line = 1 THEN d.unit_cost END, NULL, minor_unit())
				   OVER (PARTITION BY d.month ORDER BY d.business_unit COLLATE "C", d.service_month,
						d.account COLLATE "C") AS first_unit_amount
			FROM (SELECT d.month, d.business_unit, d.service_month, d.account, d.cost,
						 sum(d.cost) OVER unit AS unit_cost,
						 row_number() OVER (unit ORDER BY d.service_month, d.account COLLATE "C") AS unit_line
				  FROM (SELECT b.month, b.business_unit, b.service_month, a.account, sum(b.cost) AS cost
						FROM (SELECT month, business_unit, service_month, layer, sum(cost) AS cost
							  FROM book
							  WHERE component <> 'outcome'
							  GROUP BY month, business_unit, service_month, layer) b
						CROSS JOIN LATERAL layer_accounts(b.layer, b.month) a
						GROUP BY b.month, b.business_unit, b.service_month, a.account) d
				  WINDOW unit AS (PARTITION BY d.month, d.business_unit COLLATE "C")) d) d) d;

COMMENT ON VIEW journal_debits IS 'The cost of each month by who bears it and the account that it is debited to, in whole minor units of the currency.';
COMMENT ON COLUMN journal_debits.month IS 'Month in which it is booked.';
COMMENT ON COLUMN journal_debits.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN journal_debits.service_month IS 'Month in which it took place; before month: booked late.';
COMMENT ON COLUMN journal_debits.account IS 'Account.';
COMMENT ON COLUMN journal_debits.cost IS 'Exact cost.';
COMMENT ON COLUMN journal_debits.amount IS 'The same in whole minor units, up or down.';
