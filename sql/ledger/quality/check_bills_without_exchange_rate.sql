-- Bills are the facts that come as an amount, by the catalogue of facts.
DO $do$
BEGIN
	EXECUTE format($sql$
		CREATE OR REPLACE VIEW check_bills_without_exchange_rate WITH (security_invoker = true) AS
		SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
		FROM (VALUES (17::bigint, 'bills without exchange rate'::text,
			'Billed in a currency without a rate: add a row to fx and call price_pending().'::text))
			c (check_order, check_name, meaning)
		LEFT JOIN (
			SELECT first_of_month(b.booked_on) AS month, count(*) FILTER (WHERE b.amount IS NULL) AS found,
				   count(*) AS examined, NULL::numeric AS cost,
				   min(b.billing_currency) FILTER (WHERE b.amount IS NULL) AS example
			FROM (%s) b
			WHERE NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = b.fact AND v.reverses = b.id)
			GROUP BY first_of_month(b.booked_on)
		) f ON true
		$sql$,
		(SELECT string_agg(format('SELECT %L::text AS fact, id, booked_on, amount, billing_currency FROM %s'
								  ' WHERE reverses IS NULL', c.fact, c.fact_table), ' UNION ALL ' ORDER BY c.fact)
		 FROM facts_catalogue c
		 WHERE c.money_column = 'amount'));
END;
$do$;
