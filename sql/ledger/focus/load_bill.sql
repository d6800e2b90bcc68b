CREATE OR REPLACE FUNCTION load_bill(ledger_table regclass, bill regclass, driver text, layer text)
RETURNS TABLE (lines bigint, refused bigint, costs_added bigint, costs_reversed bigint, costs_unchanged bigint,
	invoices_added bigint, invoices_reversed bigint, invoices_unchanged bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	columns text[];
	missing text;
	first_problem text;
	unknown text;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF bill IS NULL OR driver IS NULL THEN
		RAISE EXCEPTION '% must be given', CASE WHEN bill IS NULL THEN 'bill' ELSE 'driver' END
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT array_agg(lower(a.attname)) INTO columns
	FROM pg_attribute a
	WHERE a.attrelid = bill AND a.attnum > 0 AND NOT a.attisdropped;
	SELECT string_agg(c, ', ') INTO missing
	FROM unnest(ARRAY['BilledCost', 'EffectiveCost', 'BillingCurrency', 'ChargeCategory', 'ChargePeriodStart']) c
	WHERE lower(c) <> ALL (columns);
	IF missing IS NOT NULL THEN
		RAISE EXCEPTION '"%" is no bill in the format of FOCUS', bill
			USING ERRCODE = 'undefined_column',
				  DETAIL = format('It has no %s.', missing),
				  HINT = 'Give a table or view with the columns of FOCUS 1.0 or later.';
	END IF;
	-- one load of a ledger after the other
	PERFORM pg_advisory_xact_lock(hashtextextended('load_focus', ledger_table::oid::bigint));

	SELECT count(*), count(bill_problem(b.line)), min(bill_problem(b.line)) INTO lines, refused, first_problem
	FROM bill_lines(bill, bill_columns()) b (line);
	IF refused > 0 THEN
		INSERT INTO quarantine (fact, source, problem, payload)
		SELECT DISTINCT 'shared_costs', 'focus', bill_problem(b.line), b.line
		FROM bill_lines(bill, bill_columns()) b (line)
		WHERE bill_problem(b.line) IS NOT NULL
		  AND NOT EXISTS (SELECT FROM quarantine q WHERE q.fact = 'shared_costs' AND q.source = 'focus'
						  AND q.payload = b.line);
		RAISE WARNING 'put aside % of % lines of the bill', refused, lines
			USING DETAIL = format('First: %s.', first_problem),
				  HINT = format('See %s.quarantine. Mend the bill and load all of it again.',
					(SELECT c.relnamespace::regnamespace FROM pg_class c WHERE c.oid = 'quarantine'::regclass));
	END IF;

	-- calls that were metered would be a cost twice
	SELECT string_agg(format('"%s"', i.issuer), ', ' ORDER BY i.issuer COLLATE "C") INTO unknown
	FROM (SELECT DISTINCT coalesce(b.line ->> 'x_Vendor', b.line ->> 'InvoiceIssuerName',
				 b.line ->> 'ServiceProviderName', b.line ->> 'ProviderName') AS issuer
		  FROM bill_lines(bill, bill_columns()) b (line)
		  WHERE bill_service_category(b.line ->> 'ServiceCategory') = 'AI and Machine Learning'
			AND b.line ->> 'x_IsMetered' IS NULL AND bill_problem(b.line) IS NULL) i
	WHERE bill_provider(i.issuer) IS NULL AND EXISTS (SELECT FROM prices);
	IF unknown IS NOT NULL THEN
		RAISE WARNING 'models are billed by %, which no provider of the price book is', unknown
			USING DETAIL = 'These lines are booked as shared costs, beside what events cost.',
				  HINT = 'If events have metered them, name the provider in price_names and load the bill again; '
					'if not, set x_IsMetered to false.';
	END IF;

	SELECT c.added, c.reversed, c.unchanged INTO costs_added, costs_reversed, costs_unchanged
	FROM book_bill_costs(bill, driver, layer) c;
	SELECT i.added, i.reversed, i.unchanged INTO invoices_added, invoices_reversed, invoices_unchanged
	FROM book_bill_invoices(bill, 'invoiceid' = ANY (columns)) i;
	RETURN NEXT;
END;
$body$;

COMMENT ON FUNCTION load_bill(regclass, regclass, text, text) IS
'load_bill(''ledger.shared_costs''::regclass, ''bill''::regclass, ''even'', NULL): what load_focus does.';
