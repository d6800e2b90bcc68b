CREATE TABLE work_items (
	work_item text PRIMARY KEY CHECK (work_item <> 'unattributed'),
	kind text,
	customer text,
	campaign text,
	business_unit text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user
);

COMMENT ON TABLE work_items IS
'What agents work on: tickets, claims, loans. Only needed for what the events do not say: customer, kind, campaign, or a business unit of its own.';
COMMENT ON COLUMN work_items.work_item IS 'Key of the work item, as events, outcomes and reviews have it.';
COMMENT ON COLUMN work_items.kind IS 'Kind of work, such as refund or complaint.';
COMMENT ON COLUMN work_items.customer IS 'Customer for whom the work is done.';
COMMENT ON COLUMN work_items.campaign IS 'Campaign, project or experiment that the work belongs to.';
COMMENT ON COLUMN work_items.business_unit IS 'Business unit that pays, if it is not that of the agent.';
COMMENT ON COLUMN work_items.recorded_at IS 'When the row was written or last changed; changes has what it was before.';
COMMENT ON COLUMN work_items.recorded_by IS 'Role that wrote or last changed it.';
