CREATE TABLE markup_rates (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	entity_from text NOT NULL CONSTRAINT entity_from_has_no_reserved_name
		CHECK (entity_from NOT IN ('', '*', 'unattributed', 'elimination')),
	entity_to text NOT NULL DEFAULT '*' CONSTRAINT entity_to_has_no_reserved_name
		CHECK (entity_to NOT IN ('', 'unattributed', 'elimination')),
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	markup_ratio numeric(20,6) CHECK (markup_ratio >= 0 AND markup_ratio < 1000),
	note text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer,
	CONSTRAINT entity_to_is_another CHECK (entity_to <> entity_from)
);

COMMENT ON TABLE markup_rates IS
'Which legal entity pays for the agents that work for another, and what it charges on top of cost. See intercompany_charges. Append-only: a later row for the same entity_to supersedes.';
COMMENT ON COLUMN markup_rates.id IS 'Number of the row.';
COMMENT ON COLUMN markup_rates.entity_from IS 'Entity that pays vendors and reviewers, and charges.';
COMMENT ON COLUMN markup_rates.entity_to IS 'Entity that is charged, as business_units have it, or * for each that has no row of its own.';
COMMENT ON COLUMN markup_rates.valid_from IS 'First day on which it holds; a month of service takes that of its first day.';
COMMENT ON COLUMN markup_rates.markup_ratio IS 'What is charged on top, as a fraction of the cost: 0.08 is 8 %, 0 the cost alone. Empty: from that day entity_to pays for itself.';
COMMENT ON COLUMN markup_rates.note IS 'Remark, such as where the agreement is filed.';
COMMENT ON COLUMN markup_rates.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN markup_rates.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN markup_rates.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
