-- Quotients that have a finite answer, and numbers as text

-- A month that costs next to nothing must not break a report, nor amounts
-- that nobody would believe: what reports show has room for a hundred million
-- of the largest amounts that a fact can have.
CREATE OR REPLACE FUNCTION ratio(part numeric, whole numeric) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN abs(part) < abs(whole) * 1e9 THEN part / whole END;
COMMENT ON FUNCTION ratio(numeric, numeric) IS 'ratio(part, whole): their quotient; empty if whole is 0 or less than a billionth of the part, as where credits leave next to nothing.';

CREATE OR REPLACE FUNCTION percent_of(part numeric, whole numeric) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN abs(part) < abs(whole) * 1e9 THEN part * 100 / abs(whole) END;
COMMENT ON FUNCTION percent_of(numeric, numeric) IS 'percent_of(change, previous): a change in percent of what was there; empty if that was 0, or less than a billionth of the change.';

CREATE OR REPLACE FUNCTION per_outcome(cost numeric, outcomes bigint) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN outcomes > 0 THEN cost / outcomes END;
COMMENT ON FUNCTION per_outcome(numeric, bigint) IS 'per_outcome(cost, outcomes): the cost of one outcome; empty if there are none.';

CREATE OR REPLACE FUNCTION are_comparable(previous numeric, present numeric) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN previous > 0 AND present > 0 AND present < previous * 1e9;
COMMENT ON FUNCTION are_comparable(numeric, numeric) IS 'are_comparable(previous, present): whether a quantity was there in both periods, so that a cost can be taken from one to the other by it.';

CREATE OR REPLACE FUNCTION bounded(x double precision) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN x > 1e9 THEN 1e9 WHEN x < -1e9 THEN -1e9 ELSE x END::numeric(32,6);
COMMENT ON FUNCTION bounded(double precision) IS 'bounded(score): a score or multiple as a number that reports can show; what is above a billion is a billion.';

CREATE OR REPLACE FUNCTION plain(amount numeric) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN trim_scale(amount)::text;
COMMENT ON FUNCTION plain(numeric) IS 'plain(12.500): a number as text, in the same way in every session.';
