CREATE TABLE model_lifecycles (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	provider text NOT NULL,
	model text NOT NULL,
	deprecated_on date CHECK (deprecated_on BETWEEN '2000-01-01' AND '2100-12-31'),
	retires_on date CHECK (retires_on BETWEEN '2000-01-01' AND '2100-12-31'),
	successor_provider text,
	successor_model text,
	note text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer,
	CONSTRAINT deprecated_before_it_retires CHECK (retires_on >= deprecated_on),
	CONSTRAINT successor_is_another_model
		CHECK ((successor_model IS NOT NULL OR successor_provider IS NULL)
			   AND (coalesce(successor_provider, provider), successor_model) IS DISTINCT FROM (provider, model))
);

COMMENT ON TABLE model_lifecycles IS
'Which models their providers have deprecated, when they can be used no more, and what follows them. Append-only: a later row for the same provider and model supersedes.';
COMMENT ON COLUMN model_lifecycles.id IS 'Number of the row.';
COMMENT ON COLUMN model_lifecycles.provider IS 'Provider, as events have it.';
COMMENT ON COLUMN model_lifecycles.model IS 'Model, as events have it.';
COMMENT ON COLUMN model_lifecycles.deprecated_on IS 'Day from which it is deprecated; empty: it is not.';
COMMENT ON COLUMN model_lifecycles.retires_on IS 'First day on which it cannot be used any more; empty: not announced.';
COMMENT ON COLUMN model_lifecycles.successor_provider IS 'Provider of what follows it; empty: the same.';
COMMENT ON COLUMN model_lifecycles.successor_model IS 'Model that follows it; empty: none is named.';
COMMENT ON COLUMN model_lifecycles.note IS 'Remark, such as where it was announced.';
COMMENT ON COLUMN model_lifecycles.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN model_lifecycles.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN model_lifecycles.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
