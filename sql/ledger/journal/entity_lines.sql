-- All goes by the month of service, so that what is taken back later goes back
-- between the same entities and with the markup that it was charged with.
CREATE OR REPLACE VIEW entity_lines WITH (security_invoker = true) AS
SELECT l.month, l.service_month, l.business_unit, l.amount, l.is_complete, coalesce(l.entity, 'unattributed') AS entity,
	   CASE WHEN a.is_charged THEN r.entity_from ELSE coalesce(l.entity, 'unattributed') END AS paid_by, a.is_charged,
	   CASE WHEN a.is_charged THEN r.markup_ratio END AS markup_ratio
FROM (SELECT c.month, c.service_month, c.business_unit, u.entity, closing_of(c.service_month) AS known_at, c.amount,
			 c.is_complete
	  FROM (SELECT month, service_month, business_unit, sum(amount) AS amount, bool_and(is_complete) AS is_complete
			FROM chargeback
			GROUP BY month, service_month, business_unit) c
	  LEFT JOIN business_unit_periods u ON u.business_unit = c.business_unit AND c.service_month >= u.valid_from
		AND c.service_month < u.valid_until) l
LEFT JOIN LATERAL (SELECT m.entity_from, m.markup_ratio
				   FROM markup_rates m
				   WHERE m.entity_to IN (l.entity, '*') AND m.valid_from <= l.service_month
					 AND (l.known_at IS NULL OR m.closing <= l.known_at)
				   ORDER BY m.entity_to = '*', m.valid_from DESC, m.recorded_at DESC, m.id DESC
				   LIMIT 1) r ON true
CROSS JOIN LATERAL (SELECT (r.markup_ratio IS NOT NULL AND r.entity_from <> l.entity) IS TRUE AS is_charged) a;

COMMENT ON VIEW entity_lines IS 'What business units are charged, with the entity that they belong to and the one that pays for it.';
COMMENT ON COLUMN entity_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN entity_lines.service_month IS 'Month in which it took place.';
COMMENT ON COLUMN entity_lines.business_unit IS 'Business unit.';
COMMENT ON COLUMN entity_lines.amount IS 'What it is charged, in whole minor units.';
COMMENT ON COLUMN entity_lines.is_complete IS 'Whether the month is over.';
COMMENT ON COLUMN entity_lines.entity IS 'Entity that the business unit belonged to in the month of service; unattributed: none is named.';
COMMENT ON COLUMN entity_lines.paid_by IS 'Entity that pays vendors and reviewers for it.';
COMMENT ON COLUMN entity_lines.is_charged IS 'Whether that is another one, which charges it.';
COMMENT ON COLUMN entity_lines.markup_ratio IS 'What is charged on top; empty: nothing is charged.';
