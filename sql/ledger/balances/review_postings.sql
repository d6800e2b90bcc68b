CREATE TABLE review_postings (
	id bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY,
	booked_month date NOT NULL,
	owned_on date NOT NULL,
	agent text,
	verdict text,
	kind text NOT NULL,
	work_item text,
	reviews bigint,
	live_reviews bigint,
	unpriced_reviews bigint,
	minute_cost numeric,
	fees numeric,
	cost numeric
)
-- emptied again and again: what is dead is to be found by nobody
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

COMMENT ON TABLE review_postings IS 'Sums of reviews as statements post them, until they are folded into review_day_balances, review_month_balances and item_balances. Readers add both up.';
COMMENT ON COLUMN review_postings.id IS 'Number of the row; nothing else is unique.';
COMMENT ON COLUMN review_postings.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN review_postings.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN review_postings.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN review_postings.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN review_postings.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN review_postings.work_item IS 'Work item; empty: none is named.';
COMMENT ON COLUMN review_postings.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN review_postings.live_reviews IS 'Reviews that are not reversed.';
COMMENT ON COLUMN review_postings.unpriced_reviews IS 'Reviews whose cost is not known yet.';
COMMENT ON COLUMN review_postings.minute_cost IS 'Minutes times the cost of an hour, exact; a sixtieth of it is cost.';
COMMENT ON COLUMN review_postings.fees IS 'Fees.';
COMMENT ON COLUMN review_postings.cost IS 'Cost of reviews, each as it was rounded when it arrived.';
