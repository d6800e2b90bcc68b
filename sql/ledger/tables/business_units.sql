CREATE TABLE business_units (
	business_unit text PRIMARY KEY CHECK (business_unit <> 'unattributed'),
	name text,
	pl_line text,
	cost_center text,
	owner text,
	entity text CONSTRAINT entity_has_no_reserved_name CHECK (entity NOT IN ('', '*', 'unattributed', 'elimination')),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user
);

COMMENT ON TABLE business_units IS
'The business units that are charged for the work of agents. Plain master data: change rows as the organisation changes.';
COMMENT ON COLUMN business_units.business_unit IS 'Short name, to which agents and work items refer.';
COMMENT ON COLUMN business_units.name IS 'Name for reports.';
COMMENT ON COLUMN business_units.pl_line IS 'Line of the profit and loss statement on which its AI cost belongs; its own name where this is empty.';
COMMENT ON COLUMN business_units.cost_center IS 'Cost centre that the journal books its AI cost on, as the general ledger has it; empty: none.';
COMMENT ON COLUMN business_units.owner IS 'Who answers for the cost.';
COMMENT ON COLUMN business_units.entity IS 'Legal entity that it belongs to, for charges between entities; empty: none is named.';
COMMENT ON COLUMN business_units.recorded_at IS 'When the row was written or last changed; changes has what it was before.';
COMMENT ON COLUMN business_units.recorded_by IS 'Role that wrote or last changed it.';
