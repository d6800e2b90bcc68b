-- The functions tie_...() run without jit: in a check of everything thousands of
-- expressions are evaluated a few times each, and compiling them takes three times as
-- long as all the rest.
CREATE TYPE tie_row AS (
	check_name text,
	month date,
	expected numeric,
	actual numeric
);

COMMENT ON TYPE tie_row IS 'What the functions tie_...() return: a part of what tie_out adds up.';
COMMENT ON COLUMN tie_row.check_name IS 'What is compared.';
COMMENT ON COLUMN tie_row.month IS 'Month; empty: of the whole ledger only.';
COMMENT ON COLUMN tie_row.expected IS 'Part of what is expected.';
COMMENT ON COLUMN tie_row.actual IS 'Part of what is there.';
