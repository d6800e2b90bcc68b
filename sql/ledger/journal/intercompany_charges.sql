-- The amounts show the decimals of the currency, which are a constant of the ledger.
DO $do$
BEGIN
	EXECUTE format($sql$
		CREATE OR REPLACE VIEW intercompany_charges WITH (security_invoker = true) AS
		SELECT l.month, l.service_month, l.entity_from, l.entity_to, l.business_unit,
			   l.amount::numeric(38,%1$s) AS cost_amount,
			   l.markup_ratio::numeric(20,6) AS markup_ratio,
			   l.markup_amount::numeric(38,%1$s) AS markup_amount,
			   (l.amount + l.markup_amount)::numeric(38,%1$s) AS charged_amount,
			   l.is_complete
		FROM (SELECT e.*, e.paid_by AS entity_from, e.entity AS entity_to,
					 runrate_internal.apportion(e.amount * e.markup_ratio, NULL, minor_unit())
					 OVER (PARTITION BY e.month, e.paid_by COLLATE "C", e.entity COLLATE "C"
						   ORDER BY e.business_unit COLLATE "C", e.service_month) AS markup_amount
			  FROM entity_lines e
			  WHERE e.is_charged) l
		$sql$, minor_unit());
END;
$do$;

COMMENT ON VIEW intercompany_charges IS
'What one legal entity charges another for the work of agents that it pays for: cost and markup, by month and business unit. SELECT entity_from, entity_to, sum(charged_amount) FROM intercompany_charges WHERE month = ''2026-10-01'' GROUP BY 1, 2. See markup_rates.';
COMMENT ON COLUMN intercompany_charges.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN intercompany_charges.service_month IS 'Month in which the work was done. Before month: a line of a prior period, with the entities and the markup of its own month.';
COMMENT ON COLUMN intercompany_charges.entity_from IS 'Entity that paid and charges.';
COMMENT ON COLUMN intercompany_charges.entity_to IS 'Entity that is charged.';
COMMENT ON COLUMN intercompany_charges.business_unit IS 'Its business unit that the agents worked for.';
COMMENT ON COLUMN intercompany_charges.cost_amount IS 'Cost, as chargeback has it.';
COMMENT ON COLUMN intercompany_charges.markup_ratio IS 'What is charged on top, as a fraction of the cost.';
COMMENT ON COLUMN intercompany_charges.markup_amount IS 'The same as an amount: the markup of a month between two entities is rounded once, and given out to business units by largest remainder.';
COMMENT ON COLUMN intercompany_charges.charged_amount IS 'cost_amount and markup_amount.';
COMMENT ON COLUMN intercompany_charges.is_complete IS 'Whether the month is over.';
