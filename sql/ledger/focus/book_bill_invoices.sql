-- As book_bill_costs.sql.  The key begins with the bill that it is of: in it #
-- stands for nothing but the number of the booking.
CREATE OR REPLACE FUNCTION book_bill_invoices(bill regclass, has_numbers boolean, OUT added bigint, OUT reversed bigint,
	OUT unchanged bigint)
LANGUAGE sql
BEGIN ATOMIC
	WITH billed AS MATERIALIZED (
		SELECT g.*, replace(g.scope, '#', ' ') AS bill_key
		FROM bill_groups(book_bill_invoices.bill, 'even', NULL) g
	),
	wanted AS MATERIALIZED (
		SELECT i.*, format('%s: %s', i.bill_key, md5(jsonb_build_array(i.vendor, i.month, i.currency, i.invoice_id,
			plain(i.amount))::text)) AS content
		FROM (SELECT b.bill_key, b.scope, b.vendor, b.month, b.currency, b.charge ->> 'InvoiceId' AS invoice_id,
					 sum(b.invoiced) AS amount, max(b.occurred_at) AS occurred_at
			  FROM billed b
			  -- a line without one where others have one is not invoiced yet
			  WHERE NOT book_bill_invoices.has_numbers OR b.charge ? 'InvoiceId'
			  GROUP BY 1, 2, 3, 4, 5, 6) i
	),
	standing AS MATERIALIZED (
		SELECT i.id, split_part(i.source_key, '#', 1) AS content
		FROM invoices i
		WHERE i.source = 'focus' AND i.reverses IS NULL
		  AND NOT EXISTS (SELECT FROM invoices r WHERE r.reverses = i.id)
		  AND regexp_replace(i.source_key, ': [0-9a-f]{32}#[0-9]+$', '') IN (SELECT b.bill_key FROM billed b)
	),
	known AS (
		SELECT split_part(i.source_key, '#', 1) AS content, count(*) AS times
		FROM invoices i
		WHERE i.source = 'focus'
		GROUP BY 1
	),
	taken_back AS MATERIALIZED (
		SELECT reverse_invoice(s.id, 'the bill says otherwise now')
		FROM standing s
		WHERE s.content NOT IN (SELECT w.content FROM wanted w)
	),
	written AS (
		INSERT INTO invoices (occurred_at, month, vendor, invoice_id, billed_amount, billing_currency, description,
			source, source_key)
		SELECT w.occurred_at, w.month, w.vendor, w.invoice_id, w.amount, w.currency, 'bill of ' || w.scope,
			'focus', format('%s#%s', w.content, coalesce(k.times, 0) + 1)
		FROM wanted w
		LEFT JOIN known k ON k.content = w.content
		WHERE w.content NOT IN (SELECT s.content FROM standing s)
		ORDER BY w.content
		RETURNING id
	)
	SELECT (SELECT count(*) FROM written), (SELECT count(*) FROM taken_back),
		(SELECT count(*) FROM standing) - (SELECT count(*) FROM taken_back);
END;

COMMENT ON FUNCTION book_bill_invoices(regclass, boolean) IS
'book_bill_invoices(''bill''::regclass, true): enter what a bill invoices, by vendor, month, currency and number of the invoice, as far as it is not there. has_numbers: lines without a number are not invoiced yet.';
