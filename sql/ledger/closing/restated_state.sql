-- Which versions of what the book is made from a restatement computes it with:
-- entries of closings, 0 for what is known now.  Kept in settings of the session,
-- which the functions below read and restate_month() sets for itself.
CREATE OR REPLACE FUNCTION restated_month() RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN nullif(current_setting('runrate.restated_month', true), '')::date;
COMMENT ON FUNCTION restated_month() IS 'restated_month(): the month of which the book is computed from versions; empty: of none.';

CREATE OR REPLACE FUNCTION restated_entry(input text) RETURNS bigint
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN nullif(current_setting('runrate.restated_' || input, true), '')::bigint;
COMMENT ON FUNCTION restated_entry(text) IS 'restated_entry(''owners''): the entry of closings whose version of an input is taken: original, reversal, correction, owners, policy, rates; 0: what is known now.';
