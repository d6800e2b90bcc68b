CREATE OR REPLACE VIEW reclassified_lines WITH (security_invoker = true) AS
SELECT month, service_month, agent, business_unit, layer, vendor, component, cost, events, unpriced_events, reviews
FROM closed_reclassifications
WHERE in_force
UNION ALL
SELECT month, service_month, agent, business_unit, layer, vendor, component, cost, events, unpriced_events, reviews
FROM reclassification_lines
WHERE month >= (SELECT open_from()) AND month < (SELECT open_until());

COMMENT ON VIEW reclassified_lines IS 'What of the book was reclassified: in closed months as it was when these were closed.';
COMMENT ON COLUMN reclassified_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN reclassified_lines.service_month IS 'Month in which it took place.';
COMMENT ON COLUMN reclassified_lines.agent IS 'Agent.';
COMMENT ON COLUMN reclassified_lines.business_unit IS 'Business unit.';
COMMENT ON COLUMN reclassified_lines.layer IS 'Layer of cost; empty in outcomes.';
COMMENT ON COLUMN reclassified_lines.vendor IS 'Provider or vendor; empty in outcomes.';
COMMENT ON COLUMN reclassified_lines.component IS 'direct, review, shared, amortization or outcome.';
COMMENT ON COLUMN reclassified_lines.cost IS 'Cost; negative, here and below: taken from the unit.';
COMMENT ON COLUMN reclassified_lines.events IS 'Events.';
COMMENT ON COLUMN reclassified_lines.unpriced_events IS 'Events without a cost.';
COMMENT ON COLUMN reclassified_lines.reviews IS 'Reviews.';
