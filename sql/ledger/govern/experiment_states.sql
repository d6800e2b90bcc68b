CREATE OR REPLACE VIEW experiment_states WITH (security_invoker = true) AS
SELECT s.*,
	   CASE WHEN s.result IS NOT NULL THEN s.result
			WHEN s.rejected_by IS NOT NULL THEN 'rejected'
			WHEN s.missing_role IS NULL THEN 'approved'
			ELSE 'requested' END AS status
FROM (SELECT e.experiment, e.recorded_by AS requested_by, e.recorded_at AS requested_at, e.tier, e.below_monthly,
			 e.approver_role, e.second_approver_role,
			 a.first_approver, a.second_approver, a.rejected_by, a.result, a.decided_by, a.decided_at,
			 CASE WHEN (e.approver_role IS NULL OR a.first_approver IS NOT NULL)
					   AND (e.second_approver_role IS NULL OR a.second_approver IS NOT NULL)
					  THEN coalesce(a.approved_at, e.recorded_at) END AS approved_at,
			 a.steps,
			 nullif(concat_ws(' and ', CASE WHEN a.first_approver IS NULL THEN e.approver_role END,
							  CASE WHEN a.second_approver IS NULL THEN e.second_approver_role END), '') AS missing_role
	  FROM experiments e
	  CROSS JOIN LATERAL (
		  SELECT max(s.recorded_by) FILTER (WHERE s.step = 'approve' AND s.approver_role = e.approver_role)
					 AS first_approver,
				 max(s.recorded_by) FILTER (WHERE s.step = 'approve' AND s.approver_role = e.second_approver_role)
					 AS second_approver,
				 max(s.recorded_at) FILTER (WHERE s.step = 'approve') AS approved_at,
				 max(s.recorded_by) FILTER (WHERE s.step = 'reject') AS rejected_by,
				 max(s.result) AS result,
				 max(s.recorded_by) FILTER (WHERE s.step IN ('reject', 'decide')) AS decided_by,
				 max(s.recorded_at) FILTER (WHERE s.step IN ('reject', 'decide')) AS decided_at,
				 count(*) AS steps
		  FROM experiment_steps s
		  WHERE s.experiment = e.experiment) a) s;

COMMENT ON VIEW experiment_states IS 'Where each experiment stands, by its steps.';
COMMENT ON COLUMN experiment_states.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_states.requested_by IS 'Who requested it.';
COMMENT ON COLUMN experiment_states.requested_at IS 'When.';
COMMENT ON COLUMN experiment_states.tier IS 'Tier at the request.';
COMMENT ON COLUMN experiment_states.below_monthly IS 'Cost of a month from which it is of a larger tier.';
COMMENT ON COLUMN experiment_states.approver_role IS 'Who has to approve.';
COMMENT ON COLUMN experiment_states.second_approver_role IS 'Who has to approve beside that.';
COMMENT ON COLUMN experiment_states.first_approver IS 'Who approved as approver_role.';
COMMENT ON COLUMN experiment_states.second_approver IS 'Who approved as second_approver_role.';
COMMENT ON COLUMN experiment_states.rejected_by IS 'Who rejected it.';
COMMENT ON COLUMN experiment_states.result IS 'What was decided.';
COMMENT ON COLUMN experiment_states.decided_by IS 'Who rejected or decided it.';
COMMENT ON COLUMN experiment_states.decided_at IS 'When.';
COMMENT ON COLUMN experiment_states.approved_at IS 'When the last approval came, or the request where none is asked for; empty: approvals are missing.';
COMMENT ON COLUMN experiment_states.steps IS 'Number of steps so far.';
COMMENT ON COLUMN experiment_states.missing_role IS 'Approvals that are missing; empty: none is.';
COMMENT ON COLUMN experiment_states.status IS 'requested, approved, rejected, succeeded or failed.';
