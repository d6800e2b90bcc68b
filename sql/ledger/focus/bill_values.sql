-- What a bill may say, and how it is read

CREATE OR REPLACE FUNCTION bill_columns() RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ARRAY['BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingAccountType', 'BillingCurrency',
		'BillingPeriodEnd', 'BillingPeriodStart', 'CapacityReservationId', 'CapacityReservationStatus',
		'ChargeCategory', 'ChargeClass', 'ChargeDescription', 'ChargeFrequency', 'ChargePeriodEnd', 'ChargePeriodStart',
		'CommitmentDiscountCategory', 'CommitmentDiscountId', 'CommitmentDiscountName', 'CommitmentDiscountStatus',
		'CommitmentDiscountType', 'ConsumedQuantity', 'ConsumedUnit', 'ContractApplied', 'ContractedCost',
		'EffectiveCost', 'HostProviderName', 'InvoiceId', 'InvoiceIssuerName', 'ListCost', 'PricingCategory',
		'PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName', 'RegionId', 'RegionName', 'ServiceCategory',
		'ServiceName', 'ServiceProviderName', 'ServiceSubcategory', 'SkuId', 'SkuMeter', 'SkuPriceId', 'SubAccountId',
		'SubAccountName', 'SubAccountType', 'x_Agent', 'x_BusinessUnit', 'x_Deployment', 'x_Driver', 'x_IsMetered',
		'x_Layer', 'x_Vendor'];

COMMENT ON FUNCTION bill_columns() IS 'bill_columns(): the columns that load_focus reads, where the bill has them. Prices are quotients of costs and quantities; resources, zones and tags stay in the bill.';

CREATE OR REPLACE FUNCTION bill_moment(value text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
	SET datestyle = 'ISO, YMD'
AS $body$
BEGIN
	RETURN CASE WHEN value ~ '^\d{4}-\d{2}-\d{2}' THEN value::timestamptz END;
EXCEPTION
	WHEN data_exception THEN RETURN NULL;
END;
$body$;

COMMENT ON FUNCTION bill_moment(text) IS
'bill_moment(''2026-10-01T00:00:00Z''): a moment of a bill, in UTC unless it says another zone; empty: it is none.';

CREATE OR REPLACE FUNCTION bill_number(value text) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN value ~ '^-?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][-+]?\d{1,2})?$' THEN value::numeric END;

COMMENT ON FUNCTION bill_number(text) IS 'bill_number(''-1.5e-7''): a number of a bill; empty: it is none.';

CREATE OR REPLACE FUNCTION bill_choice(value text, choices text[]) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT c FROM unnest(choices) c WHERE lower(c) = lower(value) LIMIT 1;
	END;

COMMENT ON FUNCTION bill_choice(text, text[]) IS
'bill_choice(''Usage-based'', ''{One-Time,Recurring,Usage-Based}''): the value that FOCUS allows, whatever its capitals; empty: it does not.';

-- Hyphens and slashes are for units of time: what a vendor joins otherwise is told apart by spaces.
CREATE OR REPLACE FUNCTION bill_unit(value text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN regexp_replace(value,
			'(-(Year|Month|Day|Hour|Minute|Second)s|/(Year|Month|Day|Hour|Minute|Second))$', '')
			~ '^([0-9]+ )?[A-Za-z][A-Za-z0-9]*( [A-Za-z][A-Za-z0-9]*)*$'
		THEN value ELSE btrim(regexp_replace(value, '[^A-Za-z0-9]+', ' ', 'g')) END;

COMMENT ON FUNCTION bill_unit(text) IS
'bill_unit(''GiB/Second-Months''): a unit of a bill as FOCUS allows it, GiB Second Months; most are as they are.';

CREATE OR REPLACE FUNCTION bill_categories() RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ARRAY['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'];

COMMENT ON FUNCTION bill_categories() IS 'bill_categories(): the values of ChargeCategory.';

CREATE OR REPLACE FUNCTION bill_service_category(value text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN coalesce(bill_choice(value, ARRAY['AI and Machine Learning', 'Analytics', 'Business Applications',
		'Compute', 'Databases', 'Developer Tools', 'Multicloud', 'Identity', 'Integration', 'Internet of Things',
		'Management and Governance', 'Media', 'Migration', 'Mobile', 'Networking', 'Security', 'Storage', 'Web']),
		'Other');

COMMENT ON FUNCTION bill_service_category(text) IS 'bill_service_category(''Compute''): the value of ServiceCategory that FOCUS allows; Other: it does not know this one.';

-- Machines first: what a bill of a cloud is mostly made of
CREATE OR REPLACE FUNCTION bill_layer(service_category text, service_subcategory text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE
		WHEN service_subcategory = 'Generative AI' THEN 'model_api'
		WHEN service_subcategory = 'Caching' THEN 'caching'
		WHEN service_category IN ('Analytics', 'Management and Governance') THEN 'observability'
		WHEN service_category = 'Databases' THEN 'vector_db'
		WHEN service_category IN ('Identity', 'Security') THEN 'security'
		WHEN service_category IN ('Integration', 'Networking') THEN 'gateway'
		WHEN service_category = 'Developer Tools' THEN 'evaluation'
		WHEN service_category IN ('Business Applications', 'Internet of Things', 'Media', 'Mobile', 'Web')
			THEN 'tool_calls'
		ELSE 'inference' END;

COMMENT ON FUNCTION bill_layer(text, text) IS 'bill_layer(''Databases'', NULL): the layer of cost of a service of a bill that names none.';

CREATE OR REPLACE FUNCTION cost_content(month date, layer text, vendor text, driver text, agent text,
	business_unit text, deployment text, currency text, effective numeric, invoiced numeric, list numeric,
	contracted numeric, charge jsonb)
	RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN concat(day_text(month), '/', md5(jsonb_build_array(layer, vendor, driver, agent, business_unit, deployment,
		currency, plain(effective), plain(invoiced), plain(list), plain(contracted), charge)::text));

COMMENT ON FUNCTION cost_content(date, text, text, text, text, text, text, text, numeric, numeric, numeric, numeric, jsonb) IS
'cost_content(month, layer, vendor, ...): all that load_focus books of a row of shared costs, as a short key.';
