CREATE TYPE finding AS (
	month date,
	found bigint,
	examined bigint,
	cost numeric,
	example text
);

COMMENT ON TYPE finding IS 'What a check of data_quality found in a month; in the whole ledger if that is empty.';
COMMENT ON COLUMN finding.month IS 'Month; empty: the whole ledger.';
COMMENT ON COLUMN finding.found IS 'How many were found.';
COMMENT ON COLUMN finding.examined IS 'How many were looked at.';
COMMENT ON COLUMN finding.cost IS 'Cost that is on what was found; empty: none is known.';
COMMENT ON COLUMN finding.example IS 'One of what was found.';
