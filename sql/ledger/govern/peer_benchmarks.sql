CREATE TABLE peer_benchmarks (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	benchmark text NOT NULL CHECK (benchmark <> ''),
	unit_of_work text NOT NULL,
	kind text NOT NULL DEFAULT 'peer' CONSTRAINT kind_is_peer_band_or_baseline CHECK (kind IN ('peer', 'band', 'baseline')),
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	low_unit_cost numeric(20,6) CHECK (low_unit_cost >= 0 AND low_unit_cost < 1e14),
	high_unit_cost numeric(20,6) CHECK (high_unit_cost < 1e14),
	currency text NOT NULL DEFAULT 'USD' CONSTRAINT currency_is_three_capital_letters CHECK (currency ~ '^[A-Z]{3}$'),
	citation text NOT NULL CHECK (citation <> ''),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	is_built_in boolean NOT NULL DEFAULT false,
	closing integer,
	CONSTRAINT low_is_not_above_high CHECK (high_unit_cost >= low_unit_cost),
	CONSTRAINT low_and_high CHECK ((low_unit_cost IS NULL) = (high_unit_cost IS NULL))
);

COMMENT ON TABLE peer_benchmarks IS
'What one outcome costs elsewhere, fully loaded, with the source of the figure. See peer_comparison. Append-only: a later row for the same benchmark and unit of work supersedes.';
COMMENT ON COLUMN peer_benchmarks.id IS 'Number of the row.';
COMMENT ON COLUMN peer_benchmarks.benchmark IS 'Whose figure it is: a company, or the band of a kind of work.';
COMMENT ON COLUMN peer_benchmarks.unit_of_work IS 'Unit of work of agents that it is for.';
COMMENT ON COLUMN peer_benchmarks.kind IS 'peer: what a company says it pays or asks; band: what work of some complexity should cost; baseline: what customers of a consultancy paid before they did something about it.';
COMMENT ON COLUMN peer_benchmarks.valid_from IS 'First day on which it holds; a month takes the row of its last day.';
COMMENT ON COLUMN peer_benchmarks.low_unit_cost IS 'Cost of one outcome, of a band the low end; empty: from that day there is no benchmark.';
COMMENT ON COLUMN peer_benchmarks.high_unit_cost IS 'The high end; of a single figure the same.';
COMMENT ON COLUMN peer_benchmarks.currency IS 'Currency by its ISO 4217 code, converted by fx.';
COMMENT ON COLUMN peer_benchmarks.citation IS 'Where the figure is from.';
COMMENT ON COLUMN peer_benchmarks.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN peer_benchmarks.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN peer_benchmarks.is_built_in IS 'Whether every ledger comes with the row.';
COMMENT ON COLUMN peer_benchmarks.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';

-- A row of one's own goes before these, also in a ledger that is younger than it.
INSERT INTO peer_benchmarks (id, benchmark, unit_of_work, kind, low_unit_cost, high_unit_cost, citation, recorded_at,
	is_built_in)
OVERRIDING SYSTEM VALUE
SELECT -seed.number, seed.benchmark, seed.unit_of_work, seed.kind, seed.low, seed.high,
	   'Runrate, on the agentic P&L: ' || seed.said, '1970-01-01 00:00+00', true
FROM (VALUES
	(1, 'Klarna', 'ticket', 'peer', 0.19, 0.19, 'a resolved ticket, everything in it'),
	(2, 'Intercom Fin', 'ticket', 'peer', 0.99, 0.99, 'a resolution, everything in it'),
	(3, 'Sierra', 'ticket', 'peer', 1.50, 1.50, 'a resolution, everything in it'),
	(4, 'routine support', 'ticket', 'band', 0.80, 1.20, 'target of a company with routine support'),
	(5, 'complex claims', 'claim', 'band', 1.50, 2.20, 'target for complex insurance claims'),
	(6, 'regulated financial services', 'loan', 'band', 2.50, 4.00, 'budget for highly regulated work'),
	(7, 'Runrate customers', 'claim', 'baseline', 1.80, 1.80, 'average of its customers, claims adjudication'),
	(8, 'Runrate customers', 'ticket', 'baseline', 0.92, 0.92, 'average of its customers, customer service'))
	seed (number, benchmark, unit_of_work, kind, low, high, said);
