CREATE OR REPLACE VIEW approvers WITH (security_invoker = true) AS
SELECT r.login, r.approver_role, r.valid_from
FROM (SELECT DISTINCT ON (h.login, h.approver_role) h.login, h.approver_role, h.holds, h.valid_from
	  FROM approval_roles h
	  WHERE h.valid_from <= day_of(now())
	  ORDER BY h.login, h.approver_role, h.valid_from DESC, h.recorded_at DESC, h.id DESC) r
WHERE r.holds;

COMMENT ON VIEW approvers IS 'Who may approve as what on the present day, by approval_roles.';
COMMENT ON COLUMN approvers.login IS 'Role with which the person logs in.';
COMMENT ON COLUMN approvers.approver_role IS 'What the person approves as.';
COMMENT ON COLUMN approvers.valid_from IS 'Since when.';
