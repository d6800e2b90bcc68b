CREATE TABLE outcome_postings (
	id bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY,
	booked_month date NOT NULL,
	owned_on date NOT NULL,
	agent text,
	outcome text,
	kind text NOT NULL,
	work_item text,
	quantity bigint,
	live_outcomes bigint
)
-- emptied again and again: what is dead is to be found by nobody
WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

COMMENT ON TABLE outcome_postings IS 'Sums of outcomes as statements post them, until they are folded into outcome_day_balances, outcome_month_balances and item_balances. Readers add both up.';
COMMENT ON COLUMN outcome_postings.id IS 'Number of the row; nothing else is unique.';
COMMENT ON COLUMN outcome_postings.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN outcome_postings.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN outcome_postings.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN outcome_postings.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_postings.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN outcome_postings.work_item IS 'Work item; empty: none is named.';
COMMENT ON COLUMN outcome_postings.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN outcome_postings.live_outcomes IS 'Rows of outcomes that are not reversed.';
