CREATE TABLE reviewer_costs (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	reviewer text NOT NULL DEFAULT '*',
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	hourly_cost numeric(30,12) CHECK (hourly_cost >= 0 AND hourly_cost < 1e18),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer
);

COMMENT ON TABLE reviewer_costs IS
'What an hour of a reviewer costs, with everything on top of the wage. Append-only: a later row for the same reviewer supersedes.';
COMMENT ON COLUMN reviewer_costs.id IS 'Number of the row.';
COMMENT ON COLUMN reviewer_costs.reviewer IS 'Reviewer or role, as reviews have it; * for all without a row of their own.';
COMMENT ON COLUMN reviewer_costs.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN reviewer_costs.hourly_cost IS 'Cost of an hour; empty: from that day it is not known.';
COMMENT ON COLUMN reviewer_costs.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN reviewer_costs.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN reviewer_costs.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
