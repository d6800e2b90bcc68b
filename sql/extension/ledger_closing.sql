
-- Closings: the lock on a month, and what is signed

CREATE FUNCTION runrate_internal.lock_month(schema oid, month date) RETURNS void
	AS 'MODULE_PATHNAME', 'rr_lock_month' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.lock_month(oid, date) IS
'lock_month(''ledger''::regnamespace, date ''2026-04-01''): keep everybody from booking into a month of a ledger until the end of the transaction. Waits for those who have; lock_timeout bounds that.';

CREATE FUNCTION runrate_internal.rebook_facts(fact_table regclass, first_day date, end_day date) RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_rebook_facts' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.rebook_facts(regclass, date, date) IS
'rebook_facts(''ledger.events'', date ''2026-04-01'', date ''2026-05-01''): book the facts that were displaced from days before end_day there, now that their month is open again. Returns how many.';

CREATE FUNCTION runrate_internal.canonical_line(tag text, fields record) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_canonical_line' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.canonical_line(text, record) IS
'canonical_line(''line'', ROW(date ''2026-04-01'', 1.50)): fields as one line of text that is the same on every server, divided by tabs, after a word that says what they are.';

CREATE FUNCTION runrate_internal.person_token(secret uuid, value text) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_person_token' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.person_token(uuid, text) IS
'person_token(secret, ''ticket 4711''): what stands in digests for a text that may name a person, 32 digits; of an erased one, erased:<token> or erased:<token>.2 and so on, its token.';

CREATE FUNCTION runrate_internal.line_digest_accum(internal, text) RETURNS internal
	AS 'MODULE_PATHNAME', 'rr_line_digest_accum' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.line_digest_accum(internal, text) IS 'aggregate transition function';

CREATE FUNCTION runrate_internal.line_digest_final(internal) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_line_digest_final' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.line_digest_final(internal) IS 'aggregate final function';

CREATE AGGREGATE runrate_internal.sha256_of_lines(line text) (
	SFUNC = runrate_internal.line_digest_accum, STYPE = internal, SSPACE = 256,
	FINALFUNC = runrate_internal.line_digest_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE runrate_internal.sha256_of_lines(text) IS
'sha256_of_lines(line ORDER BY line_number): the SHA-256 of lines in UTF-8, each with a line feed, in hexadecimal digits; NULL if there is none.';

CREATE FUNCTION runrate_internal.say_progress(activity text, done bigint, total bigint, every bigint DEFAULT 10)
	RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_say_progress' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.say_progress(text, bigint, bigint, bigint) IS
'say_progress(''closing months'', 3, 12): say with a NOTICE how far a long call is, if the statement and the last such message are more than every seconds old. Returns true.';
