-- The only reports that ask how a cost was arrived at are here, so the
-- cells of the cost views do not have it.
CREATE OR REPLACE VIEW basis_cells WITH (security_invoker = true) AS
SELECT month_of(e.occurred_at) AS month,
	   coalesce(e.agent, 'unattributed') AS agent,
	   coalesce(e.provider, 'unattributed') AS vendor,
	   e.cost_basis,
	   e.cost IS NULL AS is_unpriced,
	   e.work_item IS NULL AS has_no_work_item,
	   coalesce(e.occurred_at < a.hired_at OR e.occurred_at >= a.retired_at, false) AS is_out_of_service,
	   count(*) FILTER (WHERE e.reverses IS NULL AND r.reverses IS NULL) AS events,
	   coalesce(runrate.exact_sum(e.cost), 0) AS cost
FROM events e
LEFT JOIN (SELECT reverses FROM events WHERE reverses IS NOT NULL) r ON r.reverses = e.id
LEFT JOIN (SELECT agent, starts_at, ends_at, start_of(hired) AS hired_at, start_of(retired + 1) AS retired_at
		   FROM agent_periods
		   WHERE hired IS NOT NULL OR retired IS NOT NULL) a
	ON a.agent = e.agent AND e.occurred_at >= a.starts_at AND e.occurred_at < a.ends_at
GROUP BY 1, 2, 3, 4, 5, 6, 7;

COMMENT ON VIEW basis_cells IS 'Events by month and by what data_quality and vendor_reconciliation ask of them.';
COMMENT ON COLUMN basis_cells.month IS 'Month.';
COMMENT ON COLUMN basis_cells.agent IS 'Agent.';
COMMENT ON COLUMN basis_cells.vendor IS 'Provider.';
COMMENT ON COLUMN basis_cells.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
COMMENT ON COLUMN basis_cells.is_unpriced IS 'Whether the cost is not known yet.';
COMMENT ON COLUMN basis_cells.has_no_work_item IS 'Whether they belong to no work item.';
COMMENT ON COLUMN basis_cells.is_out_of_service IS 'Whether the agent was not hired yet or was retired.';
COMMENT ON COLUMN basis_cells.events IS 'Events, without those that are reversed and without reversals.';
COMMENT ON COLUMN basis_cells.cost IS 'Cost, with reversals.';
