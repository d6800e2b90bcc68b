-- The amount shows the decimals of the currency, which are a constant of the ledger.
DO $do$
BEGIN
	EXECUTE format($sql$
		CREATE OR REPLACE VIEW closed_months WITH (security_invoker = true) AS
		SELECT c.month, c.version,
			   coalesce(r.entry IS NULL, false) AS in_force,
			   c.entry,
			   coalesce(s.amount, 0)::numeric(38,%s) AS amount,
			   coalesce(s.cost, 0)::numeric(38,12) AS exact_amount,
			   coalesce(s.prior_period_cost, 0)::numeric(38,12) AS prior_period_cost,
			   c.recorded_at AS closed_at, c.recorded_by AS closed_by, c.note,
			   array_to_string(c.accepted, ', ') AS accepted,
			   c.digest,
			   r.recorded_at AS reopened_at, r.recorded_by AS reopened_by, r.note AS reopening_reason
		FROM closings c
		LEFT JOIN closings r ON r.kind = 'reopen' AND r.month = c.month AND r.version = c.version
		LEFT JOIN (SELECT entry, sum(amount) AS amount, sum(cost) AS cost,
						  coalesce(sum(cost) FILTER (WHERE service_month < month), 0) AS prior_period_cost
				   FROM closed_statements
				   GROUP BY entry) s ON s.entry = c.entry
		WHERE c.kind = 'close'
		$sql$, minor_unit());
END;
$do$;

COMMENT ON VIEW closed_months IS
'The months that were closed, with a row for each version: one that was reopened and closed again has several.';
COMMENT ON COLUMN closed_months.month IS 'Month.';
COMMENT ON COLUMN closed_months.version IS 'Counted from 1 for each month.';
COMMENT ON COLUMN closed_months.in_force IS 'Whether reports show it; false: the month has been reopened since.';
COMMENT ON COLUMN closed_months.entry IS 'Position in the chain of closings and reopenings.';
COMMENT ON COLUMN closed_months.amount IS 'What the month was charged, in whole minor units of the currency.';
COMMENT ON COLUMN closed_months.exact_amount IS 'The same before it was rounded.';
COMMENT ON COLUMN closed_months.prior_period_cost IS 'What of it was booked late for earlier months.';
COMMENT ON COLUMN closed_months.closed_at IS 'When it was closed.';
COMMENT ON COLUMN closed_months.closed_by IS 'Role that closed it.';
COMMENT ON COLUMN closed_months.note IS 'Note of the closing.';
COMMENT ON COLUMN closed_months.accepted IS 'What was missing then and was accepted.';
COMMENT ON COLUMN closed_months.digest IS 'SHA-256 over the document of the closing, which export_statement shows: keep it elsewhere.';
COMMENT ON COLUMN closed_months.reopened_at IS 'When it was reopened; empty: it was not.';
COMMENT ON COLUMN closed_months.reopened_by IS 'Role that reopened it.';
COMMENT ON COLUMN closed_months.reopening_reason IS 'Why.';
