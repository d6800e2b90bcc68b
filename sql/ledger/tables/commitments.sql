CREATE TABLE commitments (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	commitment text NOT NULL CHECK (octet_length(commitment) BETWEEN 1 AND 200),
	kind text NOT NULL CONSTRAINT kind_is_throughput_credit_or_seats CHECK (kind IN ('throughput', 'credit', 'seats')),
	vendor text NOT NULL,
	provider text,
	model text,
	service_tier text,
	meter text,
	starts_on date NOT NULL CHECK (starts_on BETWEEN '2000-01-01' AND '2100-12-31'),
	ends_on date CHECK (ends_on BETWEEN '2000-01-01' AND '2100-12-31'),
	amount numeric CHECK (amount >= 0 AND amount < 1e14),
	capacity numeric NOT NULL CHECK (capacity > 0 AND capacity < 1e30),
	layer text NOT NULL DEFAULT 'model_api',
	driver text NOT NULL DEFAULT 'even',
	agent text,
	business_unit text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	note text,
	closing integer,
	CHECK (ends_on >= starts_on),
	CHECK (kind <> 'credit' OR ends_on IS NOT NULL)
);

COMMENT ON TABLE commitments IS
'What is paid for in advance, whether it is used or not: provisioned throughput, prepaid credits that expire, seats. commitment_costs shows the used and the unused part of each month, book_month_end books them. Append-only: a later row with the same commitment supersedes all its terms; to change them from a month on, let one end and another begin.';
COMMENT ON COLUMN commitments.id IS 'Number of the row.';
COMMENT ON COLUMN commitments.commitment IS 'Name.';
COMMENT ON COLUMN commitments.kind IS 'throughput: capacity of a meter for each day; credit: an amount that usage is paid from until it expires; seats: a number of users.';
COMMENT ON COLUMN commitments.vendor IS 'Who bills it.';
COMMENT ON COLUMN commitments.provider IS 'Provider of the events that use it; empty: vendor.';
COMMENT ON COLUMN commitments.model IS 'Model of the events that use it; empty: all.';
COMMENT ON COLUMN commitments.service_tier IS 'Tier of the events that use it, as the price book names it; empty: provisioned for throughput, and all for the others.';
COMMENT ON COLUMN commitments.meter IS 'What is counted: a token column or what events.meter says; empty: all tokens for throughput, and the agents with events of a month for seats. Of no meaning for credit.';
COMMENT ON COLUMN commitments.starts_on IS 'First day.';
COMMENT ON COLUMN commitments.ends_on IS 'Last day; empty: it goes on. A credit expires on it.';
COMMENT ON COLUMN commitments.amount IS 'What is paid, in the currency of the ledger: for a whole month or, for a credit, once. A month that is not whole has the share of its days. Empty: the commitment is taken back.';
COMMENT ON COLUMN commitments.capacity IS 'What is paid for: units of the meter a day, the amount at list prices that the credit pays for, or the number of seats.';
COMMENT ON COLUMN commitments.layer IS 'Layer of cost that it is booked in.';
COMMENT ON COLUMN commitments.driver IS 'What the unused part is allocated by, as in shared_costs.';
COMMENT ON COLUMN commitments.agent IS 'Only this agent has the unused part.';
COMMENT ON COLUMN commitments.business_unit IS 'Only agents of this business unit take part in the unused part.';
COMMENT ON COLUMN commitments.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN commitments.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN commitments.note IS 'Remark.';
COMMENT ON COLUMN commitments.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
