CREATE TABLE model_aliases (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	provider text NOT NULL,
	pattern text NOT NULL CHECK ('' ~ pattern IS NOT NULL),
	alias_order bigint NOT NULL DEFAULT 100,
	price_provider text,
	price_model text,
	valid_from timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00+00'
		CHECK (valid_from BETWEEN '0001-01-01 00:00+00' AND '9999-12-31 00:00+00'),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	source text NOT NULL DEFAULT 'manual',
	closing integer
);

CREATE INDEX ON model_aliases (provider);

COMMENT ON TABLE model_aliases IS
'Rules that say under which name a model is in the price book, for dated names, prefixes and deployments. Only asked if the price book has no row for the model itself. Append-only: a later row for the same provider and pattern supersedes, one without a model ends the rule.';
COMMENT ON COLUMN model_aliases.id IS 'Number of the row.';
COMMENT ON COLUMN model_aliases.provider IS 'Provider of the event.';
COMMENT ON COLUMN model_aliases.pattern IS 'Regular expression for the model of the event; it need not match the whole name.';
COMMENT ON COLUMN model_aliases.alias_order IS 'Of several rules that match, that with the lowest number decides.';
COMMENT ON COLUMN model_aliases.price_provider IS 'Provider in the price book; empty: the same.';
COMMENT ON COLUMN model_aliases.price_model IS 'Model in the price book; empty: the rule has ended.';
COMMENT ON COLUMN model_aliases.valid_from IS 'From when the rule holds.';
COMMENT ON COLUMN model_aliases.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN model_aliases.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN model_aliases.source IS 'Where it comes from.';
COMMENT ON COLUMN model_aliases.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
