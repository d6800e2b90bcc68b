CREATE TABLE agents (
	agent text NOT NULL CHECK (agent <> 'unattributed'),
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	business_unit text,
	unit_of_work text,
	deployment text NOT NULL DEFAULT 'third_party'
		CONSTRAINT deployment_is_third_party_or_self_hosted CHECK (deployment IN ('third_party', 'self_hosted')),
	hired date CHECK (hired BETWEEN '0001-01-01' AND '9999-12-31'),
	retired date CHECK (retired BETWEEN '0001-01-01' AND '9999-12-31'),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	PRIMARY KEY (agent, valid_from),
	CONSTRAINT retired_is_not_before_hired CHECK (hired <= retired)
);

COMMENT ON TABLE agents IS
'The agents on the payroll. An agent that changes its business unit or unit of work gets a further row with the day from which it holds; cost before that day stays where it was.';
COMMENT ON COLUMN agents.agent IS 'Name of the agent, as events have it.';
COMMENT ON COLUMN agents.valid_from IS 'First day, in the time zone of the ledger, on which the row holds; it does until the next row of the agent.';
COMMENT ON COLUMN agents.business_unit IS 'Business unit that pays for the agent, unless a work item names its own.';
COMMENT ON COLUMN agents.unit_of_work IS 'What the agent is paid for: ticket, claim, loan. Outcome rules and human baselines refer to it.';
COMMENT ON COLUMN agents.deployment IS 'third_party: paid by the call, as a contractor; self_hosted: a share of a cluster, as an employee.';
COMMENT ON COLUMN agents.hired IS 'First day of service; empty: always.';
COMMENT ON COLUMN agents.retired IS 'Last day of service; empty: still in service.';
COMMENT ON COLUMN agents.recorded_at IS 'When the row was written or last changed; changes has what it was before.';
COMMENT ON COLUMN agents.recorded_by IS 'Role that wrote or last changed it.';
