-- Without who bears them: no share of a pool is computed.
CREATE OR REPLACE VIEW vendor_lines WITH (security_invoker = true) AS
SELECT booked_month AS month, first_of_month(owned_from) AS service_month, layer,
	   coalesce(provider, 'unattributed') AS vendor, 'direct'::text AS component, coalesce(cost, 0) AS cost
FROM event_months
UNION ALL
SELECT month, service_month, 'human_review'::text, 'unattributed'::text, 'review'::text, cost
FROM review_lines
UNION ALL
SELECT month, service_month, layer, vendor,
	   CASE pool_kind WHEN 'shared_cost' THEN 'shared'::text ELSE 'amortization'::text END, amount
FROM cost_pools;

COMMENT ON VIEW vendor_lines IS 'All costs by month, layer and who delivers what they are for. Several lines may have one key: they are added up.';
COMMENT ON COLUMN vendor_lines.month IS 'Month in which they are booked.';
COMMENT ON COLUMN vendor_lines.service_month IS 'Month in which it was delivered; before month: booked late.';
COMMENT ON COLUMN vendor_lines.layer IS 'Layer of cost.';
COMMENT ON COLUMN vendor_lines.vendor IS 'Provider of events or vendor of a pool; unattributed: none is named, or the people who review.';
COMMENT ON COLUMN vendor_lines.component IS 'direct, review, shared or amortization.';
COMMENT ON COLUMN vendor_lines.cost IS 'Cost, as far as it is known.';
