CREATE OR REPLACE VIEW business_unit_periods WITH (security_invoker = true) AS
SELECT business_unit, pl_line, cost_center, entity, valid_from, valid_until
FROM closed_business_units
WHERE in_force
UNION ALL
SELECT business_unit, pl_line, cost_center, entity, (SELECT open_from()), 'infinity'::date
FROM business_units;

COMMENT ON VIEW business_unit_periods IS 'Business units, in closed months as they were when these were closed.';
COMMENT ON COLUMN business_unit_periods.business_unit IS 'Business unit.';
COMMENT ON COLUMN business_unit_periods.pl_line IS 'Line of the profit and loss statement; empty: the business unit.';
COMMENT ON COLUMN business_unit_periods.cost_center IS 'Cost centre; empty: none is named.';
COMMENT ON COLUMN business_unit_periods.entity IS 'Legal entity; empty: none is named.';
COMMENT ON COLUMN business_unit_periods.valid_from IS 'First day on which it was so.';
COMMENT ON COLUMN business_unit_periods.valid_until IS 'First day on which it was no more; infinity: it is so now.';
