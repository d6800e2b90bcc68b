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

-- What held when a version was closed, of its month and of those before it,
-- which may have been reopened since; now: what holds of those before it.
CREATE OR REPLACE FUNCTION restated_entries(input text) RETURNS bigint[]
	LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(h.entry)
	FROM (SELECT max(c.entry) AS entry
		  FROM closings c
		  WHERE c.kind = 'close'
			AND CASE (SELECT restated_entry(input)) WHEN 0 THEN c.month < (SELECT restated_month())
				ELSE c.entry <= (SELECT restated_entry(input)) END
			AND NOT EXISTS (SELECT FROM closings r
							WHERE r.kind = 'reopen' AND r.month = c.month AND r.entry > c.entry
							  AND (r.entry <= (SELECT restated_entry(input)) OR (SELECT restated_entry(input)) = 0))
		  GROUP BY c.month) h;
END;
COMMENT ON FUNCTION restated_entries(text) IS 'restated_entries(''owners''): the entries of closings that held when the version of an input that is taken was closed; of what is known now those of the months before.';

CREATE OR REPLACE FUNCTION restated_open_from(input text) RETURNS date
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE restated_entry(input) WHEN 0 THEN restated_month() ELSE 'infinity' END;
COMMENT ON FUNCTION restated_open_from(text) IS 'restated_open_from(''owners''): the first day that goes by what is known now, in the version of an input that is taken; infinity: none.';
