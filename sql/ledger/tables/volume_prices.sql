CREATE TABLE volume_prices (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	provider text NOT NULL,
	model text NOT NULL DEFAULT '',
	meter text NOT NULL,
	period text NOT NULL DEFAULT 'month' CONSTRAINT period_is_month_or_day CHECK (period IN ('month', 'day')),
	above_quantity numeric NOT NULL DEFAULT 0 CHECK (above_quantity >= 0 AND above_quantity < 1e30),
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	price numeric CHECK (price >= 0 AND price < 1e15),
	per bigint NOT NULL DEFAULT 1000000 CHECK (per > 0),
	list_ratio numeric CHECK (list_ratio >= 0 AND list_ratio <= 1000000),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	note text,
	closing integer,
	CHECK (price IS NULL OR list_ratio IS NULL)
);

COMMENT ON TABLE volume_prices IS
'What the part of a quantity costs that is above a threshold of the month or day: free allowances and volume tiers. Events are priced by the price book as they arrive; what this makes of it is a difference by month, see volume_costs, that book_month_end books. Append-only: a later row with the same provider, model, meter, period and above_quantity supersedes.';
COMMENT ON COLUMN volume_prices.id IS 'Number of the row.';
COMMENT ON COLUMN volume_prices.provider IS 'Provider, as the price book names it.';
COMMENT ON COLUMN volume_prices.model IS 'Model, as the price book names it; empty: all models of the provider count together.';
COMMENT ON COLUMN volume_prices.meter IS 'Meter, as in prices.';
COMMENT ON COLUMN volume_prices.period IS 'month or day: when counting begins again, in the time zone of the ledger.';
COMMENT ON COLUMN volume_prices.above_quantity IS 'The row holds for what is above so much in the period, until the next row; what is below the lowest costs what the price book says.';
COMMENT ON COLUMN volume_prices.valid_from IS 'First day on which the row holds; a month takes that of its first day.';
COMMENT ON COLUMN volume_prices.price IS 'Price for per units, in the currency of the ledger; 0: free.';
COMMENT ON COLUMN volume_prices.per IS 'Number of units that the price is for.';
COMMENT ON COLUMN volume_prices.list_ratio IS 'In place of a price: share of what the price book says; 1: just that. If neither is given the row ends.';
COMMENT ON COLUMN volume_prices.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN volume_prices.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN volume_prices.note IS 'Remark.';
COMMENT ON COLUMN volume_prices.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
