CREATE OR REPLACE VIEW focus_1_2 WITH (security_invoker = true) AS
SELECT
	r."AvailabilityZone",
	r."BilledCost",
	r."BillingAccountId",
	r."BillingAccountName",
	r."BillingAccountType",
	r."BillingCurrency",
	r."BillingPeriodEnd",
	r."BillingPeriodStart",
	r."CapacityReservationId",
	r."CapacityReservationStatus",
	r."ChargeCategory",
	r."ChargeClass",
	r."ChargeDescription",
	r."ChargeFrequency",
	r."ChargePeriodEnd",
	r."ChargePeriodStart",
	r."CommitmentDiscountCategory",
	r."CommitmentDiscountId",
	r."CommitmentDiscountName",
	r."CommitmentDiscountQuantity",
	r."CommitmentDiscountStatus",
	r."CommitmentDiscountType",
	r."CommitmentDiscountUnit",
	r."ConsumedQuantity",
	r."ConsumedUnit",
	r."ContractedCost",
	r."ContractedUnitPrice",
	r."EffectiveCost",
	r."InvoiceId",
	r."InvoiceIssuerName",
	r."ListCost",
	r."ListUnitPrice",
	r."PricingCategory",
	r."PricingCurrency",
	r."PricingCurrencyContractedUnitPrice",
	r."PricingCurrencyEffectiveCost",
	r."PricingCurrencyListUnitPrice",
	r."PricingQuantity",
	r."PricingUnit",
	r."ProviderName",
	r."PublisherName",
	r."RegionId",
	r."RegionName",
	r."ResourceId",
	r."ResourceName",
	r."ResourceType",
	r."ServiceCategory",
	r."ServiceName",
	r."ServiceSubcategory",
	r."SkuId",
	r."SkuMeter",
	r."SkuPriceDetails",
	r."SkuPriceId",
	r."SubAccountId",
	r."SubAccountName",
	r."SubAccountType",
	r."Tags",
	r."x_Agent",
	r."x_BookedOn",
	r."x_BusinessUnit",
	r."x_Fact",
	r."x_FactId",
	r."x_Layer",
	r."x_LedgerCost",
	r."x_Meter",
	r."x_Month",
	r."x_Outcome",
	r."x_ServiceMonth",
	r."x_UnitOfWork",
	r."x_Vendor",
	r."x_WorkItem"
FROM focus_rows r;

COMMENT ON VIEW focus_1_2 IS
'What was charged, in the columns of FOCUS 1.2 (FinOps Open Cost and Usage Specification, dataset Cost and Usage), with more in columns x_. A row for each meter of an event whose cost was computed, for each other event with a cost, each shared cost and line of a bill, each purchase of a commitment, and what invoices have beside these. Reviews and investments are not in it: no vendor charges for them by the month. Events without a cost come when they have one. Rows of a closed month do not change: what is corrected later is a row of a later month with ChargeClass Correction. Moments are text in UTC, as FOCUS writes them.';
COMMENT ON COLUMN focus_1_2."AvailabilityZone" IS 'Zone of a region; always empty.';
COMMENT ON COLUMN focus_1_2."BilledCost" IS 'What the vendor bills for it, in BillingCurrency: 0 where a commitment paid for it, the price of a commitment where it was bought. Of one vendor and month of service it sums to the invoices, where there is a final one.';
COMMENT ON COLUMN focus_1_2."BillingAccountId" IS 'Account that the bill names, or else the vendor, with whom the ledger knows no other.';
COMMENT ON COLUMN focus_1_2."BillingAccountName" IS 'Its name.';
COMMENT ON COLUMN focus_1_2."BillingAccountType" IS 'What BillingAccountId is: Vendor, or what the bill says.';
COMMENT ON COLUMN focus_1_2."BillingCurrency" IS 'Currency of the amounts, as it was billed.';
COMMENT ON COLUMN focus_1_2."BillingPeriodEnd" IS 'End of the billing period, exclusive: of the month in which it is booked, in the time zone of the ledger, written in UTC; of a line of a bill that of the bill.';
COMMENT ON COLUMN focus_1_2."BillingPeriodStart" IS 'Begin of the billing period.';
COMMENT ON COLUMN focus_1_2."CapacityReservationId" IS 'Reservation of capacity, if the bill names one.';
COMMENT ON COLUMN focus_1_2."CapacityReservationStatus" IS 'Used or Unused.';
COMMENT ON COLUMN focus_1_2."ChargeCategory" IS 'Usage, Purchase (of a commitment), Tax, Credit (below zero), or Adjustment (what an invoice has beside what was metered, another price for the past).';
COMMENT ON COLUMN focus_1_2."ChargeClass" IS 'Correction: it is booked in a later month than the one that it is for, which was closed then, or was taken back later, or the bill says so. Empty: all others.';
COMMENT ON COLUMN focus_1_2."ChargeDescription" IS 'What it is; of a correction why.';
COMMENT ON COLUMN focus_1_2."ChargeFrequency" IS 'Usage-Based, Recurring or One-Time.';
COMMENT ON COLUMN focus_1_2."ChargePeriodEnd" IS 'End of the time that it is for, exclusive: the day of an event, the month of a shared cost.';
COMMENT ON COLUMN focus_1_2."ChargePeriodStart" IS 'Begin of the time that it is for.';
COMMENT ON COLUMN focus_1_2."CommitmentDiscountCategory" IS 'Spend or Usage.';
COMMENT ON COLUMN focus_1_2."CommitmentDiscountId" IS 'Commitment that it is of.';
COMMENT ON COLUMN focus_1_2."CommitmentDiscountName" IS 'Its name.';
COMMENT ON COLUMN focus_1_2."CommitmentDiscountQuantity" IS 'What of it was bought or used, in CommitmentDiscountUnit.';
COMMENT ON COLUMN focus_1_2."CommitmentDiscountStatus" IS 'Used or Unused, of a row of usage.';
COMMENT ON COLUMN focus_1_2."CommitmentDiscountType" IS 'Kind of commitment as the vendor names it.';
COMMENT ON COLUMN focus_1_2."CommitmentDiscountUnit" IS 'Unit of CommitmentDiscountQuantity: the currency.';
COMMENT ON COLUMN focus_1_2."ConsumedQuantity" IS 'Quantity that was used, in ConsumedUnit.';
COMMENT ON COLUMN focus_1_2."ConsumedUnit" IS 'Its unit: Tokens, Requests.';
COMMENT ON COLUMN focus_1_2."ContractedCost" IS 'What it costs at own prices, without commitments.';
COMMENT ON COLUMN focus_1_2."ContractedUnitPrice" IS 'Own price of a PricingUnit, in BillingCurrency.';
COMMENT ON COLUMN focus_1_2."EffectiveCost" IS 'What it costs, with purchases shared out over what they pay for: the cost that reports of the ledger have.';
COMMENT ON COLUMN focus_1_2."InvoiceId" IS 'Invoice that it is on; empty: none yet that is known.';
COMMENT ON COLUMN focus_1_2."InvoiceIssuerName" IS 'Who bills it.';
COMMENT ON COLUMN focus_1_2."ListCost" IS 'What it would cost at the public price.';
COMMENT ON COLUMN focus_1_2."ListUnitPrice" IS 'Public price of a PricingUnit: that of the price lists, where an own price goes before it.';
COMMENT ON COLUMN focus_1_2."PricingCategory" IS 'Standard, Committed, Dynamic or Other.';
COMMENT ON COLUMN focus_1_2."PricingCurrency" IS 'Currency of the price book for it.';
COMMENT ON COLUMN focus_1_2."PricingCurrencyContractedUnitPrice" IS 'ContractedUnitPrice in PricingCurrency.';
COMMENT ON COLUMN focus_1_2."PricingCurrencyEffectiveCost" IS 'EffectiveCost in PricingCurrency.';
COMMENT ON COLUMN focus_1_2."PricingCurrencyListUnitPrice" IS 'ListUnitPrice in PricingCurrency.';
COMMENT ON COLUMN focus_1_2."PricingQuantity" IS 'Quantity in PricingUnit; negative in a reversal.';
COMMENT ON COLUMN focus_1_2."PricingUnit" IS 'What a unit price is for: 1000000 Tokens.';
COMMENT ON COLUMN focus_1_2."ProviderName" IS 'Who bills it: the ledger knows one name for both.';
COMMENT ON COLUMN focus_1_2."PublisherName" IS 'Who makes it.';
COMMENT ON COLUMN focus_1_2."RegionId" IS 'Region, if the vendor charges by it.';
COMMENT ON COLUMN focus_1_2."RegionName" IS 'Its name.';
COMMENT ON COLUMN focus_1_2."ResourceId" IS 'Agent that used it, or the commitment that was bought or not used; resources of a bill stay in the bill.';
COMMENT ON COLUMN focus_1_2."ResourceName" IS 'The same name.';
COMMENT ON COLUMN focus_1_2."ResourceType" IS 'Agent or Commitment.';
COMMENT ON COLUMN focus_1_2."ServiceCategory" IS 'Kind of service, by the layer of cost.';
COMMENT ON COLUMN focus_1_2."ServiceName" IS 'Service, as the bill names it, or vendor and layer.';
COMMENT ON COLUMN focus_1_2."ServiceSubcategory" IS 'Kind of service, finer.';
COMMENT ON COLUMN focus_1_2."SkuId" IS 'What is sold: provider, model and meter, or as the bill has it.';
COMMENT ON COLUMN focus_1_2."SkuMeter" IS 'What is counted: Input Tokens.';
COMMENT ON COLUMN focus_1_2."SkuPriceDetails" IS 'What the price is for, as JSON: model, meter, tier.';
COMMENT ON COLUMN focus_1_2."SkuPriceId" IS 'Row of prices that the cost was computed with.';
COMMENT ON COLUMN focus_1_2."SubAccountId" IS 'Business unit that pays, or the sub account of the bill.';
COMMENT ON COLUMN focus_1_2."SubAccountName" IS 'Its name.';
COMMENT ON COLUMN focus_1_2."SubAccountType" IS 'What SubAccountId is.';
COMMENT ON COLUMN focus_1_2."Tags" IS 'Agent, work item, its outcome, business unit and unit of work, as JSON.';
COMMENT ON COLUMN focus_1_2."x_Agent" IS 'Agent; empty: none is named.';
COMMENT ON COLUMN focus_1_2."x_BookedOn" IS 'Day on which it is booked. In a large ledger give it in a condition: the view then reads the facts of these days.';
COMMENT ON COLUMN focus_1_2."x_BusinessUnit" IS 'Business unit that pays; empty: none, or it is shared by a driver.';
COMMENT ON COLUMN focus_1_2."x_Fact" IS 'What the row is of: event, shared_cost, commitment or invoice.';
COMMENT ON COLUMN focus_1_2."x_FactId" IS 'Its row there; empty: the terms of a credit.';
COMMENT ON COLUMN focus_1_2."x_Layer" IS 'Layer of cost.';
COMMENT ON COLUMN focus_1_2."x_LedgerCost" IS 'EffectiveCost in the currency of the ledger; empty: there is no exchange rate yet. Sums to direct and shared cost of chargeback.';
COMMENT ON COLUMN focus_1_2."x_Meter" IS 'Meter of the event, which may have the price of another one.';
COMMENT ON COLUMN focus_1_2."x_Month" IS 'Month in which it is booked.';
COMMENT ON COLUMN focus_1_2."x_Outcome" IS 'What became of the work item, by what was known when the month was closed.';
COMMENT ON COLUMN focus_1_2."x_ServiceMonth" IS 'Month that it is for.';
COMMENT ON COLUMN focus_1_2."x_UnitOfWork" IS 'Unit of work of the agent.';
COMMENT ON COLUMN focus_1_2."x_Vendor" IS 'Vendor, as the ledger names it.';
COMMENT ON COLUMN focus_1_2."x_WorkItem" IS 'Work item; empty: overhead.';
