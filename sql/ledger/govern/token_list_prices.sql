CREATE TABLE token_list_prices (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	agent text NOT NULL,
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	price_per_million_tokens numeric(20,6)
		CHECK (price_per_million_tokens > 0 AND price_per_million_tokens < 1e14),
	note text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer
);

COMMENT ON TABLE token_list_prices IS
'What a provider charges for a million tokens as an agent uses them, input and output together: the contractor that own machines compete with. what_if_model gives it for the usage of a month. Append-only: a later row for the same agent supersedes.';
COMMENT ON COLUMN token_list_prices.id IS 'Number of the row.';
COMMENT ON COLUMN token_list_prices.agent IS 'Agent.';
COMMENT ON COLUMN token_list_prices.valid_from IS 'First day on which it holds; a month takes that of its last day.';
COMMENT ON COLUMN token_list_prices.price_per_million_tokens IS 'Price of a million tokens in the currency of the ledger; empty: from that day there is no comparison.';
COMMENT ON COLUMN token_list_prices.note IS 'Remark, such as the provider and the model.';
COMMENT ON COLUMN token_list_prices.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN token_list_prices.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN token_list_prices.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
