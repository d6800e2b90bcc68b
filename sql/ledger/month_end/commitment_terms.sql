-- Of several rows for one commitment the one recorded last holds.
CREATE OR REPLACE VIEW commitment_terms WITH (security_invoker = true) AS
SELECT c.commitment, c.kind, c.vendor, coalesce(c.provider, c.vendor) AS provider, c.model,
	   coalesce(c.service_tier, CASE c.kind WHEN 'throughput' THEN 'provisioned' END) AS service_tier, c.meter,
	   c.starts_on, coalesce(c.ends_on + 1, 'infinity') AS ends_before, c.amount, c.capacity, c.layer, c.driver,
	   c.agent, c.business_unit
FROM commitments c
WHERE c.amount IS NOT NULL
	AND NOT EXISTS (SELECT FROM commitments l
					WHERE l.commitment = c.commitment AND (l.recorded_at, l.id) > (c.recorded_at, c.id));

COMMENT ON VIEW commitment_terms IS 'The rows of commitments that hold, with what they leave to be understood.';
COMMENT ON COLUMN commitment_terms.commitment IS 'Name.';
COMMENT ON COLUMN commitment_terms.kind IS 'throughput, credit or seats.';
COMMENT ON COLUMN commitment_terms.vendor IS 'Who bills it.';
COMMENT ON COLUMN commitment_terms.provider IS 'Provider of the events that use it.';
COMMENT ON COLUMN commitment_terms.model IS 'Their model; empty: all.';
COMMENT ON COLUMN commitment_terms.service_tier IS 'Their tier; empty: all.';
COMMENT ON COLUMN commitment_terms.meter IS 'What is counted.';
COMMENT ON COLUMN commitment_terms.starts_on IS 'First day.';
COMMENT ON COLUMN commitment_terms.ends_before IS 'First day on which it is over; infinity: it goes on.';
COMMENT ON COLUMN commitment_terms.amount IS 'What is paid, for a whole month or, for a credit, once.';
COMMENT ON COLUMN commitment_terms.capacity IS 'What is paid for.';
COMMENT ON COLUMN commitment_terms.layer IS 'Layer of cost.';
COMMENT ON COLUMN commitment_terms.driver IS 'What the unused part is allocated by.';
COMMENT ON COLUMN commitment_terms.agent IS 'Only this agent has the unused part.';
COMMENT ON COLUMN commitment_terms.business_unit IS 'Only agents of this business unit take part in it.';
