-- Lines that say the same, apart from their amounts, quantities and times, are
-- one row.  Months are those of the vendor, who bills by UTC.
--
-- A line for models of a vendor whose prices are in the price book is what
-- events have metered: it is on the invoice, and not a cost once more.
CREATE OR REPLACE FUNCTION bill_groups(bill regclass, driver text, layer text, OUT scope text, OUT vendor text,
	OUT month date, OUT currency text, OUT is_metered boolean, OUT occurred_at timestamptz, OUT layer_name text,
	OUT driver_name text, OUT agent text, OUT business_unit text, OUT deployment text, OUT description text,
	OUT effective numeric, OUT invoiced numeric, OUT list numeric, OUT contracted numeric, OUT charge jsonb)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH read_line AS MATERIALIZED (
		SELECT b.line, coalesce(b.line ->> 'InvoiceIssuerName', b.line ->> 'ServiceProviderName',
				b.line ->> 'ProviderName') AS issuer,
			bill_moment(b.line ->> 'ChargePeriodStart') AS starts_at,
			bill_moment(b.line ->> 'ChargePeriodEnd') AS ends_at,
			bill_service_category(b.line ->> 'ServiceCategory') AS service_category
		FROM bill_lines(bill, bill_columns()) b (line)
		WHERE bill_problem(b.line) IS NULL
	),
	provider AS MATERIALIZED (
		SELECT n.issuer, bill_provider(n.issuer) AS provider
		FROM (SELECT coalesce(r.line ->> 'x_Vendor', r.issuer) AS issuer FROM read_line r GROUP BY 1) n
	),
	line AS (
		SELECT r.*, coalesce(r.line ->> 'x_Vendor', p.provider, r.issuer) AS vendor,
			coalesce(lower(r.line ->> 'x_IsMetered') IN ('true', 't', '1', 'yes'),
				p.provider IS NOT NULL AND r.service_category = 'AI and Machine Learning') AS is_metered,
			coalesce(bill_moment(r.line ->> 'BillingPeriodStart'), date_trunc('month', r.starts_at, 'UTC'))
				AS period_start,
			date_trunc('month', r.starts_at AT TIME ZONE 'UTC')::date AS month,
			coalesce(r.line ->> 'ServiceSubcategory', format('Other (%s)', r.service_category)) AS service_subcategory
		FROM read_line r
		JOIN provider p ON p.issuer = coalesce(r.line ->> 'x_Vendor', r.issuer)
	),
	-- In FOCUS a service has one category: that of most of its lines
	service AS (
		SELECT DISTINCT ON (issuer, service) issuer, service, service_category, service_subcategory
		FROM (SELECT l.issuer, l.line ->> 'ServiceName' AS service, l.service_category, l.service_subcategory,
					 count(*) AS lines
			  FROM line l
			  GROUP BY 1, 2, 3, 4) c
		ORDER BY issuer, service, lines DESC, service_category COLLATE "C", service_subcategory COLLATE "C"
	),
	said AS (
		SELECT l.*,
			jsonb_strip_nulls(l.line - ARRAY['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost',
				'PricingQuantity', 'ConsumedQuantity', 'ChargePeriodStart', 'ChargePeriodEnd', 'BillingCurrency',
				'x_Agent', 'x_BusinessUnit', 'x_Deployment', 'x_Driver', 'x_IsMetered', 'x_Layer', 'x_Vendor']
			|| jsonb_build_object('InvoiceIssuerName', l.issuer,
				'ChargeCategory', bill_choice(l.line ->> 'ChargeCategory', bill_categories()),
				'ChargeFrequency', coalesce(bill_choice(l.line ->> 'ChargeFrequency',
					ARRAY['One-Time', 'Recurring', 'Usage-Based']),
					CASE lower(l.line ->> 'ChargeCategory') WHEN 'usage' THEN 'Usage-Based' ELSE 'One-Time' END),
				'PricingCategory', coalesce(bill_choice(l.line ->> 'PricingCategory',
					ARRAY['Standard', 'Committed', 'Dynamic', 'Other']),
					CASE WHEN l.line ->> 'PricingCategory' <> '' THEN 'Other' END),
				'PricingUnit', bill_unit(l.line ->> 'PricingUnit'),
				'ConsumedUnit', bill_unit(l.line ->> 'ConsumedUnit'),
				'CommitmentDiscountStatus', bill_choice(l.line ->> 'CommitmentDiscountStatus', ARRAY['Used', 'Unused']),
				'CommitmentDiscountCategory', bill_choice(l.line ->> 'CommitmentDiscountCategory',
					ARRAY['Spend', 'Usage']),
				'ServiceCategory', v.service_category, 'ServiceSubcategory', v.service_subcategory,
				'BillingPeriodStart', focus_moment(l.period_start),
				'BillingPeriodEnd', focus_moment(coalesce(bill_moment(l.line ->> 'BillingPeriodEnd'),
					timezone('UTC', timezone('UTC', l.period_start) + interval '1 month'))))) AS identity
		FROM line l
		JOIN service v ON v.issuer = l.issuer AND v.service IS NOT DISTINCT FROM l.line ->> 'ServiceName'
	)
	SELECT concat_ws('/', s.identity ->> 'BillingPeriodStart', s.issuer, s.identity ->> 'BillingAccountId'), s.vendor,
		s.month, s.line ->> 'BillingCurrency', s.is_metered, max(s.starts_at),
		coalesce(s.line ->> 'x_Layer', bill_groups.layer, bill_layer(s.service_category, s.service_subcategory)),
		coalesce(s.line ->> 'x_Driver', bill_groups.driver), s.line ->> 'x_Agent', s.line ->> 'x_BusinessUnit',
		s.line ->> 'x_Deployment', s.identity ->> 'ServiceName',
		sum(bill_number(s.line ->> 'EffectiveCost')), sum(bill_number(s.line ->> 'BilledCost')),
		sum(bill_number(coalesce(s.line ->> 'ListCost', s.line ->> 'BilledCost'))),
		sum(bill_number(coalesce(s.line ->> 'ContractedCost', s.line ->> 'EffectiveCost'))),
		jsonb_strip_nulls(s.identity || jsonb_build_object(
			'ChargePeriodStart', focus_moment(min(s.starts_at)),
			'ChargePeriodEnd', focus_moment(greatest(max(s.ends_at), max(s.starts_at) + interval '1 second')),
			'PricingQuantity', plain(sum(bill_number(s.line ->> 'PricingQuantity'))),
			'ConsumedQuantity', plain(sum(bill_number(s.line ->> 'ConsumedQuantity')))))
	FROM said s
	GROUP BY s.issuer, s.vendor, s.month, s.is_metered, s.service_category, s.service_subcategory, s.identity,
		s.line ->> 'BillingCurrency', s.line ->> 'x_Layer', s.line ->> 'x_Driver', s.line ->> 'x_Agent',
		s.line ->> 'x_BusinessUnit', s.line ->> 'x_Deployment';
END;

COMMENT ON FUNCTION bill_groups(regclass, text, text) IS
'bill_groups(''bill''::regclass, ''even'', NULL): the lines of a bill that can be booked, as rows of shared costs and parts of invoices. scope is the bill that they are of: billing period, issuer, account.';
