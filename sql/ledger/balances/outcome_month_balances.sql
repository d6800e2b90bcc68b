CREATE TABLE outcome_month_balances (
	id bigint GENERATED ALWAYS AS IDENTITY (CACHE 100) PRIMARY KEY,
	booked_month date NOT NULL,
	owned_from date NOT NULL,
	agent text,
	own_unit text,
	outcome text,
	kind text NOT NULL,
	has_item boolean NOT NULL,
	quantity bigint,
	live_outcomes bigint
);
CREATE INDEX ON outcome_month_balances (booked_month, agent);

COMMENT ON TABLE outcome_month_balances IS 'Sums of outcomes by month, split where owner, rules or baselines change within it. Several rows may have one key: they are added up.';
COMMENT ON COLUMN outcome_month_balances.id IS 'Number of the row; nothing else is unique.';
COMMENT ON COLUMN outcome_month_balances.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN outcome_month_balances.owned_from IS 'First day of the span of the owned month in which owner, unit of work, rules and baselines stay the same.';
COMMENT ON COLUMN outcome_month_balances.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN outcome_month_balances.own_unit IS 'Business unit that the work item names; empty: none.';
COMMENT ON COLUMN outcome_month_balances.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_month_balances.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN outcome_month_balances.has_item IS 'Whether it belongs to a work item.';
COMMENT ON COLUMN outcome_month_balances.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN outcome_month_balances.live_outcomes IS 'Rows of outcomes that are not reversed.';
