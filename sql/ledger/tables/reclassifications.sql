CREATE TABLE reclassifications (
	id bigint PRIMARY KEY,
	occurred_at timestamptz NOT NULL DEFAULT now() CHECK (isfinite(occurred_at)),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL,
	owned_on date NOT NULL,
	booked_on date NOT NULL,
	displaced_from date,
	month date NOT NULL CONSTRAINT month_is_its_first_day CHECK (extract(day FROM month) = 1),
	entry bigint NOT NULL,
	agent text NOT NULL,
	from_unit text NOT NULL,
	to_unit text NOT NULL CONSTRAINT to_unit_is_another CHECK (to_unit <> from_unit),
	unit_of_work text NOT NULL,
	layer text,
	vendor text,
	component text NOT NULL,
	cost numeric NOT NULL,
	estimated_cost numeric NOT NULL,
	events bigint NOT NULL,
	unpriced_events bigint NOT NULL,
	tokens numeric NOT NULL,
	outcomes bigint NOT NULL,
	all_outcomes bigint NOT NULL,
	human_cost numeric,
	outcomes_without_baseline bigint NOT NULL,
	reviews bigint NOT NULL,
	unpriced_reviews bigint NOT NULL,
	judged bigint NOT NULL,
	accurate bigint NOT NULL,
	source text NOT NULL DEFAULT 'reclassification',
	source_key text NOT NULL DEFAULT gen_random_uuid()::text,
	key_hash uuid NOT NULL UNIQUE,
	reverses bigint,
	reason text
);

CREATE SEQUENCE reclassifications_id_seq OWNED BY reclassifications.id;

CREATE INDEX ON reclassifications (month, agent);

CREATE UNIQUE INDEX ON reclassifications (reverses) WHERE reverses IS NOT NULL;

COMMENT ON TABLE reclassifications IS
'Cost of closed months that was moved to another business unit. A row is a line of the book: taken from from_unit and added to to_unit, in the month of booked_on, for the month in which it took place. Written by reclassify; append-only. Holds as long as the month is closed as it was then: reopening it makes the row void.';
COMMENT ON COLUMN reclassifications.id IS 'Number of the row.';
COMMENT ON COLUMN reclassifications.occurred_at IS 'When it was reclassified.';
COMMENT ON COLUMN reclassifications.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN reclassifications.recorded_by IS 'Role that did it.';
COMMENT ON COLUMN reclassifications.owned_on IS 'The same as month; in a reversal that of the row that it cancels.';
COMMENT ON COLUMN reclassifications.booked_on IS 'Accounting day: both lines are booked in its month, the first that was open.';
COMMENT ON COLUMN reclassifications.displaced_from IS 'Day on which it would have been booked if its month had not been closed.';
COMMENT ON COLUMN reclassifications.month IS 'Month in which what is moved took place, as its first day.';
COMMENT ON COLUMN reclassifications.entry IS 'Entry of the closing of that month which held then.';
COMMENT ON COLUMN reclassifications.agent IS 'Agent; unattributed: none was named.';
COMMENT ON COLUMN reclassifications.from_unit IS 'Business unit that it is taken from.';
COMMENT ON COLUMN reclassifications.to_unit IS 'Business unit that it is added to.';
COMMENT ON COLUMN reclassifications.unit_of_work IS 'Unit of work, which stays.';
COMMENT ON COLUMN reclassifications.layer IS 'Layer of cost; empty in outcomes.';
COMMENT ON COLUMN reclassifications.vendor IS 'Provider or vendor; empty in outcomes.';
COMMENT ON COLUMN reclassifications.component IS 'direct, review, shared, amortization or outcome.';
COMMENT ON COLUMN reclassifications.cost IS 'Cost that is moved, in the currency of the ledger.';
COMMENT ON COLUMN reclassifications.estimated_cost IS 'What of it is an estimate.';
COMMENT ON COLUMN reclassifications.events IS 'Events.';
COMMENT ON COLUMN reclassifications.unpriced_events IS 'Events without a cost.';
COMMENT ON COLUMN reclassifications.tokens IS 'Tokens.';
COMMENT ON COLUMN reclassifications.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN reclassifications.all_outcomes IS 'All outcomes.';
COMMENT ON COLUMN reclassifications.human_cost IS 'What people would have cost for the outcomes that count; empty: no baseline.';
COMMENT ON COLUMN reclassifications.outcomes_without_baseline IS 'Outcomes that count and have no baseline.';
COMMENT ON COLUMN reclassifications.reviews IS 'Reviews.';
COMMENT ON COLUMN reclassifications.unpriced_reviews IS 'Reviews without a cost.';
COMMENT ON COLUMN reclassifications.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN reclassifications.accurate IS 'Those that found the work accurate.';
COMMENT ON COLUMN reclassifications.source IS 'reclassification or reversal.';
COMMENT ON COLUMN reclassifications.source_key IS 'Key of the row: month, agent, unit and a number.';
COMMENT ON COLUMN reclassifications.key_hash IS 'Hash of source and source_key with the secret of the ledger; no two rows have the same.';
COMMENT ON COLUMN reclassifications.reverses IS 'Row that this one cancels.';
COMMENT ON COLUMN reclassifications.reason IS 'Why it was reclassified, or why that was cancelled.';
