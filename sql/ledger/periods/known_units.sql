CREATE OR REPLACE VIEW known_units WITH (security_invoker = true) AS
SELECT business_unit, coalesce(max(pl_line), business_unit) AS pl_line
FROM (SELECT business_unit, pl_line FROM business_units
	  UNION ALL
	  SELECT business_unit, NULL FROM agents WHERE business_unit IS NOT NULL) u
GROUP BY business_unit;

COMMENT ON VIEW known_units IS 'Business units that business_units or agents name.';
COMMENT ON COLUMN known_units.business_unit IS 'Business unit.';
COMMENT ON COLUMN known_units.pl_line IS 'Line of the profit and loss statement; the business unit where none is named.';
