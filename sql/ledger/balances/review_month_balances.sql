CREATE TABLE review_month_balances (
	id bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY,
	booked_month date NOT NULL,
	owned_from date NOT NULL,
	agent text,
	own_unit text,
	verdict text,
	kind text NOT NULL,
	has_item boolean NOT NULL,
	reviews bigint,
	live_reviews bigint,
	unpriced_reviews bigint,
	minute_cost numeric,
	fees numeric,
	cost numeric
);
CREATE INDEX ON review_month_balances (booked_month, agent);

COMMENT ON TABLE review_month_balances IS 'Sums of reviews by month, split where owner, rules or baselines change within it. Several rows may have one key: they are added up.';
COMMENT ON COLUMN review_month_balances.id IS 'Number of the row; nothing else is unique.';
COMMENT ON COLUMN review_month_balances.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN review_month_balances.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN review_month_balances.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN review_month_balances.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN review_month_balances.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN review_month_balances.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN review_month_balances.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN review_month_balances.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN review_month_balances.live_reviews IS 'Reviews that are not reversed.';
COMMENT ON COLUMN review_month_balances.unpriced_reviews IS 'Reviews whose cost is not known yet.';
COMMENT ON COLUMN review_month_balances.minute_cost IS 'Minutes times the cost of an hour, exact; a sixtieth of it is cost.';
COMMENT ON COLUMN review_month_balances.fees IS 'Fees.';
COMMENT ON COLUMN review_month_balances.cost IS 'Cost of reviews, each as it was rounded when it arrived.';
