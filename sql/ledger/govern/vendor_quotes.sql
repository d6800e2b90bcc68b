CREATE TABLE vendor_quotes (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	vendor text NOT NULL CHECK (vendor <> ''),
	unit_of_work text NOT NULL,
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	price numeric(20,6) CHECK (price >= 0 AND price < 1e14),
	charged_per text NOT NULL DEFAULT 'resolution' CHECK (charged_per <> ''),
	outcomes_charged text NOT NULL DEFAULT 'counted'
		CONSTRAINT outcomes_charged_is_counted_or_all CHECK (outcomes_charged IN ('counted', 'all')),
	monthly_fee numeric(20,6) NOT NULL DEFAULT 0 CHECK (monthly_fee >= 0 AND monthly_fee < 1e14),
	monthly_minimum numeric(20,6) NOT NULL DEFAULT 0 CHECK (monthly_minimum >= 0 AND monthly_minimum < 1e14),
	currency text CONSTRAINT currency_is_three_capital_letters CHECK (currency ~ '^[A-Z]{3}$'),
	note text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer
);

COMMENT ON TABLE vendor_quotes IS
'What vendors of whole agents ask for one resolution, conversation or claim, to compare with what the own agents cost. See vendor_or_own. Append-only: a later row for the same vendor and unit of work supersedes.';
COMMENT ON COLUMN vendor_quotes.id IS 'Number of the row.';
COMMENT ON COLUMN vendor_quotes.vendor IS 'Who quotes.';
COMMENT ON COLUMN vendor_quotes.unit_of_work IS 'Unit of work of agents that the vendor would do.';
COMMENT ON COLUMN vendor_quotes.valid_from IS 'First day on which it holds; a month takes the quote of its last day.';
COMMENT ON COLUMN vendor_quotes.price IS 'Price of one; empty: from that day there is no quote.';
COMMENT ON COLUMN vendor_quotes.charged_per IS 'What one is, in the words of the vendor: resolution, conversation, claim.';
COMMENT ON COLUMN vendor_quotes.outcomes_charged IS 'For which outcomes the vendor charges. counted: those that count, as resolutions; all: whatever became of them, as conversations.';
COMMENT ON COLUMN vendor_quotes.monthly_fee IS 'Fee of a month beside the price.';
COMMENT ON COLUMN vendor_quotes.monthly_minimum IS 'What is paid in a month at least, fee and prices together.';
COMMENT ON COLUMN vendor_quotes.currency IS 'Currency by its ISO 4217 code, converted by fx; empty: that of the ledger.';
COMMENT ON COLUMN vendor_quotes.note IS 'Remark, such as where the quote is filed.';
COMMENT ON COLUMN vendor_quotes.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN vendor_quotes.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN vendor_quotes.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
