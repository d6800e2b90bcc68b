CREATE OR REPLACE FUNCTION bill_problem(line jsonb) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT CASE
			WHEN coalesce(line ->> 'InvoiceIssuerName', line ->> 'ServiceProviderName', line ->> 'ProviderName') IS NULL
				THEN 'InvoiceIssuerName is empty'
			WHEN line ->> 'ChargeCategory' IS NULL THEN 'ChargeCategory is empty'
			WHEN bill_choice(line ->> 'ChargeCategory', bill_categories()) IS NULL
				THEN format('invalid ChargeCategory "%s", allowed: %s', line ->> 'ChargeCategory',
					array_to_string(bill_categories(), ', '))
			WHEN line ->> 'BillingCurrency' IS NULL THEN 'BillingCurrency is empty'
			WHEN line ->> 'BillingCurrency' !~ '^[A-Z]{3}$'
				THEN format('BillingCurrency "%s" is no code of three capital letters', line ->> 'BillingCurrency')
			WHEN line ->> 'BilledCost' IS NULL THEN 'BilledCost is empty'
			WHEN line ->> 'EffectiveCost' IS NULL THEN 'EffectiveCost is empty'
			WHEN line ->> 'ChargePeriodStart' IS NULL THEN 'ChargePeriodStart is empty'
			ELSE coalesce(
				(SELECT format('%s "%s" is no number below 10^14', n, line ->> n)
				 FROM unnest(ARRAY['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost', 'PricingQuantity',
					'ConsumedQuantity']) n
				 WHERE line ->> n IS NOT NULL AND coalesce(abs(bill_number(line ->> n)) >= 1e14, true)
				 LIMIT 1),
				(SELECT format('%s "%s" is no date from 2000 to 2100', n, line ->> n)
				 FROM unnest(ARRAY['ChargePeriodStart', 'ChargePeriodEnd', 'BillingPeriodStart', 'BillingPeriodEnd']) n
				 WHERE line ->> n IS NOT NULL
				   AND coalesce(bill_moment(line ->> n) NOT BETWEEN '2000-01-01 00:00:00+00'
						AND '2100-12-31 00:00:00+00', true)
				 LIMIT 1),
				CASE WHEN line ->> 'x_Deployment' NOT IN ('third_party', 'self_hosted')
						THEN format('invalid x_Deployment "%s", allowed: third_party, self_hosted',
							line ->> 'x_Deployment')
					WHEN lower(line ->> 'x_IsMetered') NOT IN ('true', 'false', 't', 'f', '1', '0', 'yes', 'no')
						THEN format('x_IsMetered "%s" is neither true nor false', line ->> 'x_IsMetered') END)
			END;
	END;

COMMENT ON FUNCTION bill_problem(jsonb) IS 'bill_problem(line): why a line of a bill cannot be booked, with what is allowed; empty: it can.';
