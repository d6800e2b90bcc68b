CREATE TABLE closed_pools (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	pool_kind text NOT NULL,
	pool_id bigint NOT NULL,
	kind text NOT NULL,
	month date NOT NULL,
	service_month date NOT NULL,
	layer text NOT NULL,
	vendor text NOT NULL,
	driver text NOT NULL,
	amount numeric,
	agent text,
	business_unit text,
	deployment text
);

CREATE INDEX ON closed_pools (entry);

COMMENT ON TABLE closed_pools IS 'The pools of closed months, as they were when the month was closed, also those whose amount was not known.';
COMMENT ON COLUMN closed_pools.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_pools.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_pools.pool_kind IS 'shared_cost, amortization or disposal.';
COMMENT ON COLUMN closed_pools.pool_id IS 'Row of shared_costs, investments or disposals.';
COMMENT ON COLUMN closed_pools.kind IS 'original or reversal.';
COMMENT ON COLUMN closed_pools.month IS 'Month in which it is booked.';
COMMENT ON COLUMN closed_pools.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN closed_pools.layer IS 'Layer of cost.';
COMMENT ON COLUMN closed_pools.vendor IS 'Who billed it.';
COMMENT ON COLUMN closed_pools.driver IS 'What it is allocated by.';
COMMENT ON COLUMN closed_pools.amount IS 'Amount; empty: not known then.';
COMMENT ON COLUMN closed_pools.agent IS 'Agent that it is for alone.';
COMMENT ON COLUMN closed_pools.business_unit IS 'Business unit that it is restricted to.';
COMMENT ON COLUMN closed_pools.deployment IS 'Deployment that it is restricted to.';
