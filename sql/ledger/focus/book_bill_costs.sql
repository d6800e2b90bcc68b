-- What the bill says and what is booked of it are two sets of rows.  What only
-- the ledger has is reversed, what only the bill has is booked, the rest stays.
-- A key is made of what the row says and of how often that was booked before, so
-- that of two sessions with the same bill one books it.
--
-- Amounts are those of the bill with all their decimals, also in the currency of
-- the ledger; amount is what the trigger makes of them.
CREATE OR REPLACE FUNCTION book_bill_costs(bill regclass, driver text, layer text, OUT added bigint,
	OUT reversed bigint, OUT unchanged bigint)
LANGUAGE sql
BEGIN ATOMIC
	WITH billed AS MATERIALIZED (
		SELECT g.*, cost_content(g.month, g.layer_name, g.vendor, g.driver_name, g.agent, g.business_unit,
			g.deployment, g.currency, g.effective, g.invoiced, g.list, g.contracted, g.charge) AS content
		FROM bill_groups(book_bill_costs.bill, book_bill_costs.driver, book_bill_costs.layer) g
	),
	wanted AS (
		SELECT b.* FROM billed b WHERE NOT b.is_metered
	),
	standing AS MATERIALIZED (
		SELECT s.id, cost_content(s.month, s.layer, s.vendor, s.driver, s.agent, s.business_unit, s.deployment,
			s.billing_currency, s.billed_amount, s.invoiced_amount, s.list_amount, s.contracted_amount, s.charge)
				AS content
		FROM shared_costs s
		WHERE s.source = 'focus' AND s.reverses IS NULL
		  AND NOT EXISTS (SELECT FROM shared_costs r WHERE r.reverses = s.id)
		  AND concat_ws('/', s.charge ->> 'BillingPeriodStart', s.charge ->> 'InvoiceIssuerName',
				s.charge ->> 'BillingAccountId') IN (SELECT b.scope FROM billed b)
	),
	-- what was booked at any time, without its number
	known AS (
		SELECT split_part(s.source_key, '#', 1) AS content, count(*) AS times
		FROM shared_costs s
		WHERE s.source = 'focus'
		GROUP BY 1
	),
	taken_back AS MATERIALIZED (
		SELECT reverse_shared_cost(s.id, 'the bill says otherwise now')
		FROM standing s
		WHERE s.content NOT IN (SELECT w.content FROM wanted w)
	),
	written AS (
		INSERT INTO shared_costs (occurred_at, month, layer, vendor, driver, agent, business_unit, deployment,
			description, billed_amount, billing_currency, invoiced_amount, list_amount, contracted_amount, charge,
			source, source_key)
		SELECT w.occurred_at, w.month, w.layer_name, w.vendor, w.driver_name, w.agent, w.business_unit, w.deployment,
			w.description, w.effective, w.currency, w.invoiced, w.list, w.contracted, w.charge,
			'focus', format('%s#%s', w.content, coalesce(k.times, 0) + 1)
		FROM wanted w
		LEFT JOIN known k ON k.content = w.content
		WHERE w.content NOT IN (SELECT s.content FROM standing s)
		ORDER BY w.scope, w.content
		RETURNING id
	)
	SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM taken_back),
		(SELECT count(*) FROM standing) - (SELECT count(*) FROM taken_back);
END;

COMMENT ON FUNCTION book_bill_costs(regclass, text, text) IS
'book_bill_costs(''bill''::regclass, ''even'', NULL): book what a bill costs as shared costs, as far as it is not booked.';
