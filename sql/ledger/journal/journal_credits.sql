-- The same rounded month as that of the debits, given out to accounts and in each
-- to its vendors, without asking who bears it.
CREATE OR REPLACE VIEW journal_credits WITH (security_invoker = true) AS
SELECT c.month, c.account, c.service_month, c.vendor, c.is_metered, c.main_layer, c.cost,
	   runrate_internal.apportion(c.cost, c.account_amount, minor_unit())
	   OVER (PARTITION BY c.month, c.account COLLATE "C" ORDER BY c.service_month, c.vendor COLLATE "C",
			c.is_metered) AS amount
FROM (SELECT c.*, max(c.first_account_amount) OVER (PARTITION BY c.month, c.account COLLATE "C") AS account_amount
	  FROM (SELECT c.*,
				   runrate_internal.apportion(CASE WHEN c.account_line = 1 THEN c.account_cost END, NULL, minor_unit())
				   OVER (PARTITION BY c.month ORDER BY c.account COLLATE "C", c.service_month, c.vendor COLLATE "C",
						c.is_metered) AS first_account_amount
			FROM (SELECT c.month, c.account, c.service_month, c.vendor, c.is_metered, c.main_layer, c.cost,
						 sum(c.cost) OVER account AS account_cost,
						 row_number() OVER (account ORDER BY c.service_month, c.vendor COLLATE "C",
								c.is_metered) AS account_line
				  FROM (SELECT l.month, CASE WHEN l.is_amortization THEN a.amortization_account
											 ELSE a.clearing_account END AS account,
							   l.service_month, l.vendor, l.is_metered,
							   (array_agg(l.layer ORDER BY l.cost DESC, l.layer COLLATE "C"))[1] AS main_layer,
							   sum(l.cost) AS cost
						FROM (SELECT month, service_month, vendor, layer, component = 'amortization' AS is_amortization,
									 component IN ('direct', 'shared') AS is_metered, sum(cost) AS cost
							  FROM vendor_lines
							  GROUP BY 1, 2, 3, 4, 5, 6) l
						CROSS JOIN LATERAL layer_accounts(l.layer, l.month) a
						GROUP BY 1, 2, 3, 4, 5) c
				  WINDOW account AS (PARTITION BY c.month, c.account COLLATE "C")) c) c) c;

COMMENT ON VIEW journal_credits IS 'The cost of each month by the account that is credited with it and who delivered what it is for, in whole minor units of the currency.';
COMMENT ON COLUMN journal_credits.month IS 'Month in which it is booked.';
COMMENT ON COLUMN journal_credits.account IS 'Account.';
COMMENT ON COLUMN journal_credits.service_month IS 'Month in which it was delivered; before month: booked late.';
COMMENT ON COLUMN journal_credits.vendor IS 'Vendor.';
COMMENT ON COLUMN journal_credits.is_metered IS 'Whether vendors bill it month by month: events and shared costs.';
COMMENT ON COLUMN journal_credits.main_layer IS 'Layer in which most of it is.';
COMMENT ON COLUMN journal_credits.cost IS 'Exact cost.';
COMMENT ON COLUMN journal_credits.amount IS 'The same in whole minor units, up or down.';
