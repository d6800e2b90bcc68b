-- Of each business unit, so that nothing is made up for by another one.  Accruals
-- go on to the present month: they are compared as a whole.
CREATE OR REPLACE FUNCTION tie_journal() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 500 SET jit = off
	BEGIN ATOMIC
		WITH entry AS MATERIALIZED (
			SELECT month, entry, entry_kind, business_unit, sum(debit) AS debit, sum(credit) AS credit
			FROM journal_entries
			GROUP BY month, entry, entry_kind, business_unit
		)
		SELECT 'journal: debits and credits', CASE entry_kind WHEN 'cost' THEN month END,
			   CASE entry_kind WHEN 'cost' THEN sum(debit) ELSE 0 END,
			   CASE entry_kind WHEN 'cost' THEN sum(debit) ELSE 0 END + abs(sum(debit) - sum(credit))
		FROM entry
		GROUP BY month, entry, entry_kind
		UNION ALL
		SELECT 'journal: business units', c.month, sum(c.charged), sum(c.charged) + sum(abs(c.charged - c.booked))
		FROM (SELECT month, business_unit, sum(charged) AS charged, sum(booked) AS booked
			  FROM (SELECT month, business_unit, amount AS charged, 0::numeric AS booked FROM chargeback
					UNION ALL
					SELECT month, business_unit, 0::numeric, debit - credit
					FROM entry
					WHERE entry_kind = 'cost' AND business_unit IS NOT NULL) c
			  GROUP BY month, business_unit) c
		GROUP BY c.month;
	END;
COMMENT ON FUNCTION tie_journal() IS 'tie_journal(): debits against credits of each entry, and what the journal books of each business unit against chargeback.';

CREATE OR REPLACE FUNCTION tie_accruals() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT 'accruals', first_of_month(booked_on), round(amount, minor_unit()::integer), 0::numeric
		FROM invoices
		WHERE first_of_month(booked_on) <= present_month()
		UNION ALL
		SELECT 'accruals', month, 0::numeric, opening_amount + metered_amount + true_up_amount - accrued_amount
		FROM accruals
		WHERE metered_amount <> 0 OR true_up_amount <> 0 OR opening_amount <> accrued_amount;
	END;
COMMENT ON FUNCTION tie_accruals() IS 'tie_accruals(): invoices against what was metered, trued up and accrued.';

CREATE OR REPLACE FUNCTION tie_gross_margins() RETURNS SETOF tie_row
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100 SET jit = off
	BEGIN ATOMIC
		SELECT v.check_name, g.month, 0::numeric, v.amount
		FROM (SELECT month, sum(cogs_cost + opex_cost + unclassified_cost) AS cost, sum(revenue) AS revenue
			  FROM gross_margins
			  GROUP BY month) g
		CROSS JOIN LATERAL (VALUES ('gross_margins', g.cost), ('gross_margins: revenue', g.revenue))
			v (check_name, amount)
		UNION ALL
		SELECT 'gross_margins: revenue', month, revenue, 0::numeric FROM revenue_months;
	END;
COMMENT ON FUNCTION tie_gross_margins() IS 'tie_gross_margins(): what gross_margins adds up to: cost, and revenue.';
