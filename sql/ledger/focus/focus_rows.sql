-- A name of FOCUS in each column, its type and what it may be; both versions show these.
CREATE OR REPLACE VIEW focus_rows WITH (security_invoker = true) AS
SELECT
	NULL::text AS "AllocatedMethodDetails",
	NULL::text AS "AllocatedMethodId",
	NULL::text AS "AllocatedResourceId",
	NULL::text AS "AllocatedResourceName",
	NULL::text AS "AllocatedTags",
	c.charge ->> 'AvailabilityZone' AS "AvailabilityZone",
	c.billed::numeric(76,12) AS "BilledCost",
	coalesce(c.charge ->> 'BillingAccountId', c.vendor) AS "BillingAccountId",
	coalesce(c.charge ->> 'BillingAccountName', c.charge ->> 'BillingAccountId', c.vendor) AS "BillingAccountName",
	CASE WHEN c.charge ? 'BillingAccountId' THEN coalesce(c.charge ->> 'BillingAccountType',
		'Billing Account') ELSE 'Vendor' END AS "BillingAccountType",
	c.currency AS "BillingCurrency",
	coalesce(b.period_end, focus_moment(start_of(next_month(c.month)))) AS "BillingPeriodEnd",
	coalesce(b.period_start, focus_moment(start_of(c.month))) AS "BillingPeriodStart",
	c.charge ->> 'CapacityReservationId' AS "CapacityReservationId",
	CASE WHEN c.charge ? 'CapacityReservationId' AND c.category = 'Usage' THEN coalesce(c.charge ->>
		'CapacityReservationStatus', 'Used') END AS "CapacityReservationStatus",
	c.category AS "ChargeCategory",
	c.charge_class AS "ChargeClass",
	c.description AS "ChargeDescription",
	c.frequency AS "ChargeFrequency",
	focus_moment(c.charge_until) AS "ChargePeriodEnd",
	focus_moment(c.charge_from) AS "ChargePeriodStart",
	CASE WHEN c.commitment IS NOT NULL THEN coalesce(c.charge ->> 'CommitmentDiscountCategory', 'Spend')
		END AS "CommitmentDiscountCategory",
	c.commitment AS "CommitmentDiscountId",
	CASE WHEN c.commitment IS NOT NULL THEN coalesce(c.charge ->> 'CommitmentDiscountName', c.commitment)
		END AS "CommitmentDiscountName",
	CASE WHEN c.commitment IS NOT NULL AND c.category IN ('Usage', 'Purchase') THEN CASE c.category WHEN
		'Usage' THEN c.effective ELSE c.billed END END::numeric(76,12) AS "CommitmentDiscountQuantity",
	CASE WHEN c.category = 'Usage' THEN c.commitment_status END AS "CommitmentDiscountStatus",
	CASE WHEN c.commitment IS NOT NULL THEN coalesce(c.charge ->> 'CommitmentDiscountType', 'Commitment')
		END AS "CommitmentDiscountType",
	CASE WHEN c.commitment IS NOT NULL AND c.category IN ('Usage', 'Purchase') THEN c.currency END AS
		"CommitmentDiscountUnit",
	c.consumed_quantity::numeric(76,12) AS "ConsumedQuantity",
	c.consumed_unit AS "ConsumedUnit",
	c.charge ->> 'ContractApplied' AS "ContractApplied",
	c.contracted::numeric(76,12) AS "ContractedCost",
	c.contracted_unit_price::numeric(76,18) AS "ContractedUnitPrice",
	c.effective::numeric(76,12) AS "EffectiveCost",
	coalesce(c.charge ->> 'HostProviderName', c.charge ->> 'ProviderName', c.charge ->>
		'InvoiceIssuerName', c.vendor) AS "HostProviderName",
	c.invoice_id AS "InvoiceId",
	coalesce(c.charge ->> 'InvoiceIssuerName', c.vendor) AS "InvoiceIssuerName",
	c.list::numeric(76,12) AS "ListCost",
	c.list_unit_price::numeric(76,18) AS "ListUnitPrice",
	c.pricing_category AS "PricingCategory",
	c.pricing_currency AS "PricingCurrency",
	(c.contracted_unit_price / c.pricing_rate)::numeric(76,18) AS "PricingCurrencyContractedUnitPrice",
	(c.effective / c.pricing_rate)::numeric(76,12) AS "PricingCurrencyEffectiveCost",
	(c.list_unit_price / c.pricing_rate)::numeric(76,18) AS "PricingCurrencyListUnitPrice",
	c.pricing_quantity::numeric(76,12) AS "PricingQuantity",
	c.pricing_unit AS "PricingUnit",
	coalesce(c.charge ->> 'InvoiceIssuerName', c.vendor) AS "ProviderName",
	coalesce(c.charge ->> 'PublisherName', c.charge ->> 'InvoiceIssuerName', c.vendor) AS "PublisherName",
	c.region AS "RegionId",
	CASE WHEN c.region IS NOT NULL THEN coalesce(c.charge ->> 'RegionName', c.region) END AS "RegionName",
	r.resource AS "ResourceId",
	r.resource AS "ResourceName",
	CASE WHEN r.resource IS NOT NULL THEN CASE WHEN r.is_commitment THEN 'Commitment' ELSE 'Agent' END END
		AS "ResourceType",
	CASE WHEN c.charge IS NULL THEN coalesce(s.service_category, 'Other') ELSE c.charge ->>
		'ServiceCategory' END AS "ServiceCategory",
	coalesce(c.charge ->> 'ServiceName', concat_ws(' ', c.vendor, CASE WHEN c.layer IS NULL THEN 'invoices'
		ELSE coalesce(s.service, c.layer) END)) AS "ServiceName",
	coalesce(c.charge ->> 'ServiceProviderName', c.charge ->> 'ProviderName', c.charge ->>
		'InvoiceIssuerName', c.vendor) AS "ServiceProviderName",
	CASE WHEN c.charge IS NULL THEN coalesce(s.service_subcategory, 'Other (Other)') ELSE c.charge ->>
		'ServiceSubcategory' END AS "ServiceSubcategory",
	c.sku_id AS "SkuId",
	CASE WHEN c.sku_id IS NOT NULL THEN c.sku_meter END AS "SkuMeter",
	CASE WHEN c.sku_price_id IS NOT NULL THEN c.sku_price_details END AS "SkuPriceDetails",
	c.sku_price_id AS "SkuPriceId",
	coalesce(c.charge ->> 'SubAccountId', c.business_unit) AS "SubAccountId",
	coalesce(c.charge ->> 'SubAccountName', c.charge ->> 'SubAccountId', c.business_unit) AS "SubAccountName",
	CASE WHEN c.charge ? 'SubAccountId' THEN coalesce(c.charge ->> 'SubAccountType', 'Sub Account') WHEN
		c.business_unit IS NOT NULL THEN 'Business Unit' END AS "SubAccountType",
	nullif(jsonb_strip_nulls(jsonb_build_object('agent', c.agent, 'business_unit', c.business_unit,
		'outcome', c.outcome, 'unit_of_work', c.unit_of_work, 'work_item', c.work_item))::text, '{}') AS "Tags",
	c.agent AS "x_Agent",
	c.booked_on AS "x_BookedOn",
	c.business_unit AS "x_BusinessUnit",
	c.fact AS "x_Fact",
	c.fact_id AS "x_FactId",
	c.layer AS "x_Layer",
	c.ledger_cost::numeric(76,12) AS "x_LedgerCost",
	c.meter AS "x_Meter",
	c.month AS "x_Month",
	c.outcome AS "x_Outcome",
	c.service_month AS "x_ServiceMonth",
	c.unit_of_work AS "x_UnitOfWork",
	c.vendor AS "x_Vendor",
	c.work_item AS "x_WorkItem"
FROM focus_charges c
LEFT JOIN focus_services s ON s.layer = c.layer
CROSS JOIN LATERAL (
	SELECT c.fact = 'commitment' OR coalesce(c.commitment_status = 'Unused', false) AS is_commitment,
		CASE WHEN c.fact = 'commitment' OR c.commitment_status = 'Unused' THEN c.commitment ELSE c.agent END AS resource
) r
-- a bill that was corrected after its month was closed is corrected in the month in which that is booked
CROSS JOIN LATERAL (
	SELECT CASE WHEN c.month = c.service_month THEN c.charge ->> 'BillingPeriodStart' END AS period_start,
		CASE WHEN c.month = c.service_month THEN c.charge ->> 'BillingPeriodEnd' END AS period_end
) b;

COMMENT ON VIEW focus_rows IS
'Every column of focus_1_2 and focus_1_3, by the rules of both.';
COMMENT ON COLUMN focus_rows."AllocatedMethodDetails" IS 'Always empty: a shared cost is one row, and chargeback shows its shares.';
COMMENT ON COLUMN focus_rows."AllocatedMethodId" IS 'Always empty, see AllocatedMethodDetails.';
COMMENT ON COLUMN focus_rows."AllocatedResourceId" IS 'Always empty, see AllocatedMethodDetails.';
COMMENT ON COLUMN focus_rows."AllocatedResourceName" IS 'Always empty, see AllocatedMethodDetails.';
COMMENT ON COLUMN focus_rows."AllocatedTags" IS 'Always empty, see AllocatedMethodDetails.';
COMMENT ON COLUMN focus_rows."AvailabilityZone" IS 'Zone of a region; always empty.';
COMMENT ON COLUMN focus_rows."BilledCost" IS 'What the vendor bills for it, in BillingCurrency: 0 where a commitment paid for it, the price of a commitment where it was bought. Of one vendor and month of service it sums to the invoices, where there is a final one.';
COMMENT ON COLUMN focus_rows."BillingAccountId" IS 'Account that the bill names, or else the vendor, with whom the ledger knows no other.';
COMMENT ON COLUMN focus_rows."BillingAccountName" IS 'Its name.';
COMMENT ON COLUMN focus_rows."BillingAccountType" IS 'What BillingAccountId is: Vendor, or what the bill says.';
COMMENT ON COLUMN focus_rows."BillingCurrency" IS 'Currency of the amounts, as it was billed.';
COMMENT ON COLUMN focus_rows."BillingPeriodEnd" IS 'End of the billing period, exclusive: of the month in which it is booked, in the time zone of the ledger, written in UTC; of a line of a bill that of the bill.';
COMMENT ON COLUMN focus_rows."BillingPeriodStart" IS 'Begin of the billing period.';
COMMENT ON COLUMN focus_rows."CapacityReservationId" IS 'Reservation of capacity, if the bill names one.';
COMMENT ON COLUMN focus_rows."CapacityReservationStatus" IS 'Used or Unused.';
COMMENT ON COLUMN focus_rows."ChargeCategory" IS 'Usage, Purchase (of a commitment), Tax, Credit (below zero), or Adjustment (what an invoice has beside what was metered, another price for the past).';
COMMENT ON COLUMN focus_rows."ChargeClass" IS 'Correction: it is booked in a later month than the one that it is for, which was closed then, or was taken back later, or the bill says so. Empty: all others.';
COMMENT ON COLUMN focus_rows."ChargeDescription" IS 'What it is; of a correction why.';
COMMENT ON COLUMN focus_rows."ChargeFrequency" IS 'Usage-Based, Recurring or One-Time.';
COMMENT ON COLUMN focus_rows."ChargePeriodEnd" IS 'End of the time that it is for, exclusive: the day of an event, the month of a shared cost.';
COMMENT ON COLUMN focus_rows."ChargePeriodStart" IS 'Begin of the time that it is for.';
COMMENT ON COLUMN focus_rows."CommitmentDiscountCategory" IS 'Spend or Usage.';
COMMENT ON COLUMN focus_rows."CommitmentDiscountId" IS 'Commitment that it is of.';
COMMENT ON COLUMN focus_rows."CommitmentDiscountName" IS 'Its name.';
COMMENT ON COLUMN focus_rows."CommitmentDiscountQuantity" IS 'What of it was bought or used, in CommitmentDiscountUnit.';
COMMENT ON COLUMN focus_rows."CommitmentDiscountStatus" IS 'Used or Unused, of a row of usage.';
COMMENT ON COLUMN focus_rows."CommitmentDiscountType" IS 'Kind of commitment as the vendor names it.';
COMMENT ON COLUMN focus_rows."CommitmentDiscountUnit" IS 'Unit of CommitmentDiscountQuantity: the currency.';
COMMENT ON COLUMN focus_rows."ConsumedQuantity" IS 'Quantity that was used, in ConsumedUnit.';
COMMENT ON COLUMN focus_rows."ConsumedUnit" IS 'Its unit: Tokens, Requests.';
COMMENT ON COLUMN focus_rows."ContractApplied" IS 'Contracts that apply, as the bill says.';
COMMENT ON COLUMN focus_rows."ContractedCost" IS 'What it costs at own prices, without commitments.';
COMMENT ON COLUMN focus_rows."ContractedUnitPrice" IS 'Own price of a PricingUnit, in BillingCurrency.';
COMMENT ON COLUMN focus_rows."EffectiveCost" IS 'What it costs, with purchases shared out over what they pay for: the cost that reports of the ledger have.';
COMMENT ON COLUMN focus_rows."HostProviderName" IS 'Whose machines it runs on, as far as it is known.';
COMMENT ON COLUMN focus_rows."InvoiceId" IS 'Invoice that it is on; empty: none yet that is known.';
COMMENT ON COLUMN focus_rows."InvoiceIssuerName" IS 'Who bills it.';
COMMENT ON COLUMN focus_rows."ListCost" IS 'What it would cost at the public price.';
COMMENT ON COLUMN focus_rows."ListUnitPrice" IS 'Public price of a PricingUnit: that of the price lists, where an own price goes before it.';
COMMENT ON COLUMN focus_rows."PricingCategory" IS 'Standard, Committed, Dynamic or Other.';
COMMENT ON COLUMN focus_rows."PricingCurrency" IS 'Currency of the price book for it.';
COMMENT ON COLUMN focus_rows."PricingCurrencyContractedUnitPrice" IS 'ContractedUnitPrice in PricingCurrency.';
COMMENT ON COLUMN focus_rows."PricingCurrencyEffectiveCost" IS 'EffectiveCost in PricingCurrency.';
COMMENT ON COLUMN focus_rows."PricingCurrencyListUnitPrice" IS 'ListUnitPrice in PricingCurrency.';
COMMENT ON COLUMN focus_rows."PricingQuantity" IS 'Quantity in PricingUnit; negative in a reversal.';
COMMENT ON COLUMN focus_rows."PricingUnit" IS 'What a unit price is for: 1000000 Tokens.';
COMMENT ON COLUMN focus_rows."ProviderName" IS 'Who bills it: the ledger knows one name for both.';
COMMENT ON COLUMN focus_rows."PublisherName" IS 'Who makes it.';
COMMENT ON COLUMN focus_rows."RegionId" IS 'Region, if the vendor charges by it.';
COMMENT ON COLUMN focus_rows."RegionName" IS 'Its name.';
COMMENT ON COLUMN focus_rows."ResourceId" IS 'Agent that used it, or the commitment that was bought or not used; resources of a bill stay in the bill.';
COMMENT ON COLUMN focus_rows."ResourceName" IS 'The same name.';
COMMENT ON COLUMN focus_rows."ResourceType" IS 'Agent or Commitment.';
COMMENT ON COLUMN focus_rows."ServiceCategory" IS 'Kind of service, by the layer of cost.';
COMMENT ON COLUMN focus_rows."ServiceName" IS 'Service, as the bill names it, or vendor and layer.';
COMMENT ON COLUMN focus_rows."ServiceProviderName" IS 'Who offers the service.';
COMMENT ON COLUMN focus_rows."ServiceSubcategory" IS 'Kind of service, finer.';
COMMENT ON COLUMN focus_rows."SkuId" IS 'What is sold: provider, model and meter, or as the bill has it.';
COMMENT ON COLUMN focus_rows."SkuMeter" IS 'What is counted: Input Tokens.';
COMMENT ON COLUMN focus_rows."SkuPriceDetails" IS 'What the price is for, as JSON: model, meter, tier.';
COMMENT ON COLUMN focus_rows."SkuPriceId" IS 'Row of prices that the cost was computed with.';
COMMENT ON COLUMN focus_rows."SubAccountId" IS 'Business unit that pays, or the sub account of the bill.';
COMMENT ON COLUMN focus_rows."SubAccountName" IS 'Its name.';
COMMENT ON COLUMN focus_rows."SubAccountType" IS 'What SubAccountId is.';
COMMENT ON COLUMN focus_rows."Tags" IS 'Agent, work item, its outcome, business unit and unit of work, as JSON.';
COMMENT ON COLUMN focus_rows."x_Agent" IS 'Agent; empty: none is named.';
COMMENT ON COLUMN focus_rows."x_BookedOn" IS 'Day on which it is booked. In a large ledger give it in a condition: the view then reads the facts of these days.';
COMMENT ON COLUMN focus_rows."x_BusinessUnit" IS 'Business unit that pays; empty: none, or it is shared by a driver.';
COMMENT ON COLUMN focus_rows."x_Fact" IS 'What the row is of: event, shared_cost, commitment or invoice.';
COMMENT ON COLUMN focus_rows."x_FactId" IS 'Its row there; empty: the terms of a credit.';
COMMENT ON COLUMN focus_rows."x_Layer" IS 'Layer of cost.';
COMMENT ON COLUMN focus_rows."x_LedgerCost" IS 'EffectiveCost in the currency of the ledger; empty: there is no exchange rate yet. Sums to direct and shared cost of chargeback.';
COMMENT ON COLUMN focus_rows."x_Meter" IS 'Meter of the event, which may have the price of another one.';
COMMENT ON COLUMN focus_rows."x_Month" IS 'Month in which it is booked.';
COMMENT ON COLUMN focus_rows."x_Outcome" IS 'What became of the work item, by what was known when the month was closed.';
COMMENT ON COLUMN focus_rows."x_ServiceMonth" IS 'Month that it is for.';
COMMENT ON COLUMN focus_rows."x_UnitOfWork" IS 'Unit of work of the agent.';
COMMENT ON COLUMN focus_rows."x_Vendor" IS 'Vendor, as the ledger names it.';
COMMENT ON COLUMN focus_rows."x_WorkItem" IS 'Work item; empty: overhead.';
