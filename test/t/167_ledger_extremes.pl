# Every column with a date or a number takes the ends of its type: the row is
# refused, put aside, or harmless.  No report fails or runs for ever because of
# it, before and after it was taken back.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

# RUNRATE_EXTREMES=1: each value in a round of its own, and not three in one
my $together = $ENV{RUNRATE_EXTREMES} ? 1 : 3;
my $node = start_server('ledger_extremes');

sub answer { my (@sql) = @_; return $node->safe_psql('company', join(";\n", 'SET client_min_messages = error', 'SET search_path = ledger, ledger_internal', @sql)) }

$node->safe_psql('postgres', 'CREATE ROLE finance; CREATE DATABASE company');
$node->safe_psql('company', "SET client_min_messages = error; CREATE EXTENSION runrate; GRANT CREATE ON DATABASE company TO finance; SET ROLE finance; CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin');"
	  . sample_sql('ledger') . 'CALL ledger.raise_alerts();');
answer(made_rows_sql(), <<'SQL');
CREATE TABLE public.extremes (kind text, value text, round bigint);
INSERT INTO public.extremes
SELECT kind, value, row_number() OVER (PARTITION BY kind ORDER BY n)
FROM (VALUES
	('day', ARRAY['infinity', '-infinity', '4713-01-01 BC', '0001-01-01', '1999-12-31', '2100-12-01', '2101-01-01', '2200-01-01', '9999-12-01', '294276-12-01', '5874897-12-01', '1970-01-01']),
	('time', ARRAY['infinity', '-infinity', '4713-01-01 00:00+00 BC', '0001-01-01 00:00+00', '1999-12-31 00:00+00', '2100-12-31 00:00+00', '2101-01-01 00:00+00', '9999-12-31 00:00+00',
		'294276-12-31 23:59:59.999999+00', '1970-01-21 00:00+00', '2000-01-01 00:00+00', '2262-04-12 00:00+00']),
	('number', ARRAY['NaN', 'Infinity', '-Infinity', '1e131071', '-1e131071', '1e-16383', '1e30', '0', '-1', '999999999999999999', '99999999999999', '0.000000000001']),
	('float', ARRAY['NaN', 'Infinity', '-Infinity', '1.7e308', '-1.7e308', '5e-324', '-5e-324', '0', '-1', '1e15', '0.5', '1e-12']),
	('integer', ARRAY['9223372036854775807', '-9223372036854775808', '0', '-1', '2147483647', '-2147483648', '1000000000', '1200', '32767', '1', '9223372036854775806', '2'])
) v(kind, extremes), unnest(extremes) WITH ORDINALITY u(value, n);

CREATE TABLE public.columns AS
SELECT c.oid::regclass AS of_table, c.relname AS name, a.attname AS of_column, format_type(a.atttypid, NULL) AS type, f.fact_oid IS NOT NULL AS is_fact,
	f.fact_oid IS NOT NULL AND a.attname = ANY (f.derived) AS is_derived,
	CASE format_type(a.atttypid, NULL) WHEN 'date' THEN 'day' WHEN 'timestamp with time zone' THEN 'time' WHEN 'numeric' THEN 'number' WHEN 'double precision' THEN 'float'
		WHEN 'bigint' THEN 'integer' WHEN 'integer' THEN 'integer' WHEN 'smallint' THEN 'integer' END AS kind
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
LEFT JOIN ledger_internal.facts_catalogue f ON f.fact_oid = c.oid
WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attidentity = ''
  AND c.relname NOT IN ('quarantine', 'conflicts', 'changes', 'disposals', 'reclassifications');
DELETE FROM public.columns WHERE kind IS NULL;

-- The row is known by name in what the reports join, if it can be
CREATE FUNCTION public.known_name(of_column text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN of_column IN ('agent', 'new_agent') THEN 'support' WHEN of_column = 'business_unit' THEN 'claims' WHEN of_column = 'unit_of_work' THEN 'ticket'
		WHEN of_column = 'work_item' THEN 'item 3' WHEN of_column IN ('provider', 'from_provider', 'to_provider', 'vendor') THEN 'acme' WHEN of_column IN ('model', 'from_model', 'to_model') THEN 'large'
		WHEN of_column = 'reviewer' THEN 'ann' WHEN of_column = 'currency' THEN 'GBP' WHEN of_column = 'meter' THEN 'input_tokens' WHEN of_column = 'layer' THEN 'observability'
		WHEN of_column = 'budget_line' THEN 'total' WHEN of_column = 'share_key' THEN 'seats' WHEN of_column = 'outcome' THEN 'resolved' END $$;

CREATE TABLE public.tried (name text, of_column text, value text, result text);

CREATE FUNCTION public.insert_extreme(c public.columns, extreme text, names boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	given jsonb := public.base_of(c.of_table);
	taken bigint;
BEGIN
	IF names THEN
		given := given || coalesce((SELECT jsonb_object_agg(a.attname, public.known_name(a.attname)) FROM pg_attribute a
			WHERE a.attrelid = c.of_table AND a.attnum > 0 AND public.known_name(a.attname) IS NOT NULL), '{}');
	ELSE
		given := (SELECT coalesce(jsonb_object_agg(k.key, CASE WHEN k.value = 'new' THEN k.value || ' ' || c.of_column || ' ' || extreme ELSE k.value END), '{}') FROM jsonb_each_text(given) k);
	END IF;
	given := given || jsonb_build_object(c.of_column, extreme) || CASE WHEN c.is_fact THEN jsonb_build_object('source', 'extreme', 'source_key', c.of_column || ' ' || extreme || names) ELSE '{}' END;
	EXECUTE format('INSERT INTO %s (%s) VALUES (%s)', c.of_table, (SELECT string_agg(quote_ident(k), ', ' ORDER BY k) FROM jsonb_object_keys(given) k),
		(SELECT string_agg(quote_literal(v.value), ', ' ORDER BY v.key) FROM jsonb_each_text(given) v));
	GET DIAGNOSTICS taken = ROW_COUNT;
	RETURN CASE taken WHEN 1 THEN 'taken' ELSE 'put aside' END;
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

CREATE FUNCTION public.fits(value text, type text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT %L::%s', value, type);
	RETURN true;
EXCEPTION WHEN data_exception THEN
	RETURN false;
END $$;

CREATE FUNCTION public.insert_extremes(of_rounds bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	r record;
BEGIN
	FOR r IN SELECT x AS c, x.name, x.of_column, e.value FROM public.columns x JOIN public.extremes e USING (kind) WHERE e.round = ANY (of_rounds) AND public.fits(e.value, x.type) ORDER BY x.name, x.of_column, e.round
	LOOP
		INSERT INTO public.tried SELECT r.name, r.of_column, r.value, public.insert_extreme(r.c, r.value, n) FROM (VALUES (true), (false)) v (n);
	END LOOP;
END $$;

-- Everything that is read, with the time that it may take
CREATE FUNCTION public.broken_reports() RETURNS TABLE (report text, problem text) LANGUAGE plpgsql SET jit = off AS $$
DECLARE
	query text;
	n bigint;
	is_odd boolean;
BEGIN
	FOR report, query IN
		SELECT c.relname, format('SELECT count(v::text), bool_or(v::text ~ ''[(,](NaN|-?Infinity)[,)]'') FROM ledger.%I v', c.relname) FROM pg_class c WHERE c.relkind = 'v' AND c.relnamespace = 'ledger'::regnamespace
		UNION ALL SELECT v.report, v.query FROM (VALUES
			('board_report_html', 'SELECT length(ledger.board_report_html(''2026-02-01''))'), ('explain_cost', 'SELECT count(e::text) FROM ledger.explain_cost(''item 3'') e'),
			('explain_chargeback', 'SELECT count(e::text) FROM ledger.explain_chargeback(''2026-02-01'', ''claims'') e'), ('what_changed', 'SELECT count(e::text) FROM ledger.what_changed(''2026-02-01'') e'),
			('statement', 'SELECT count(e::text) FROM ledger.statement(''2026-02-01'', ''claims'') e'), ('journal_csv', 'SELECT count(e) FROM ledger.journal_csv(''2026-02-01'') e'),
			('book_month_end', 'SELECT count(e::text) FROM ledger.book_month_end(''2026-02-01'') e')) v (report, query)
		ORDER BY 1
	LOOP
		BEGIN
			EXECUTE query INTO n, is_odd;
			IF is_odd THEN
				problem := 'shows NaN or Infinity';
				RETURN NEXT;
			END IF;
		EXCEPTION WHEN OTHERS THEN
			problem := SQLSTATE || ' ' || SQLERRM;
			RETURN NEXT;
		END;
	END LOOP;
END $$;

-- Facts are reversed, and rows of reference tables followed by ordinary ones
CREATE FUNCTION public.correct_extremes() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	f record;
	n bigint := 0;
BEGIN
	FOR f IN SELECT p.proname, v.name FROM (VALUES ('events', 'event'), ('outcomes', 'outcome'), ('reviews', 'review'), ('shared_costs', 'shared_cost'), ('investments', 'investment'),
			('invoices', 'invoice'), ('revenue', 'revenue')) v (name, fact) JOIN pg_proc p ON p.proname = 'reverse_' || v.fact AND p.pronamespace = 'ledger'::regnamespace
	LOOP
		EXECUTE format('SELECT $1 + count(ledger.%I(id, ''mistake'')) FROM ledger.%I WHERE source = ''extreme'' AND reverses IS NULL', f.proname, f.name) INTO n USING n;
	END LOOP;
	RETURN n;
END $$;
GRANT ALL ON ALL TABLES IN SCHEMA public TO finance;
SQL

is(answer('SELECT * FROM public.broken_reports()'), '', 'all reports can be read');
my $rounds = answer('SELECT max(round) FROM public.extremes');
my %seen;

for (my $round = 1; $round <= $rounds; $round += $together)
{
	my @these = ($round .. $round + $together - 1);
	my $name = 'rounds ' . join(', ', @these);
	my @lines = split /\n/, answer('SET ROLE finance', "SET statement_timeout = '170s'", 'BEGIN', "SELECT 'done|' || public.insert_extremes('{" . join(',', @these) . "}')",
		"SELECT 'tried|' || split_part(result, ' ', 1) || '|' || name || '.' || of_column || ' = ' || value || ': ' || result FROM public.tried t JOIN public.columns c USING (name, of_column)",
		"SELECT 'loads|' || name || '.' || of_column || ' = ' || value || ': ' || result FROM public.tried t JOIN public.columns c USING (name, of_column) WHERE c.is_fact AND result NOT IN ('taken', 'put aside')",
		"SELECT 'broken|' || report || '|' || problem FROM public.broken_reports()",
		"SELECT 'reversed|' || public.correct_extremes()",
		"SELECT 'after|' || report || '|' || problem FROM public.broken_reports()",
		'ROLLBACK');
	my %of;

	foreach my $line (@lines)
	{
		my ($what, $said) = split /\|/, $line, 2;

		push @{ $of{$what} }, $said;
		$seen{ $said =~ /^(\w+(?: aside)?)/ ? $1 : '' }++ if $what eq 'tried';
	}
	is(join("\n", @{ $of{loads} // [] }), '', "$name: no load fails");
	is(join("\n", grep { !/^(?:taken|put|22\d\d\w|23\d\d\d|42704|55000|P0002)\b/ } @{ $of{tried} }), '', "$name: an error says what is wrong");
	is(join("\n", @{ $of{broken} // [] }), '', "$name: no report fails");
	is(join("\n", @{ $of{after} // [] }), '', "$name: no report fails once they are taken back");
	cmp_ok(($of{reversed} // [0])->[0], '>', 5, "$name: some were taken back");
	diag(map { "$_\n" } grep { /^taken/ } @{ $of{tried} }) if $ENV{RUNRATE_VERBOSE};
}
diag(join(', ', map { "$_ $seen{$_}" } sort keys %seen));
cmp_ok($seen{taken}, '>', 100, 'many rows are taken');
cmp_ok($seen{put}, '>', 100, 'many are put aside');

# Names of a hundred kilobytes are handled for every row, and frozen by closings:
# facts that have them are put aside, rows of other tables are refused
answer(<<'SQL');
CREATE FUNCTION public.takes(of_table regclass, of_column text, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	given jsonb := public.base_of(of_table) || jsonb_build_object(of_column, value);
	taken bigint;
BEGIN
	EXECUTE format('INSERT INTO %s (%s) VALUES (%s)', of_table, (SELECT string_agg(quote_ident(k), ', ' ORDER BY k) FROM jsonb_object_keys(given) k),
		(SELECT string_agg(quote_literal(v.value), ', ' ORDER BY v.key) FROM jsonb_each_text(given) v));
	GET DIAGNOSTICS taken = ROW_COUNT;
	RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = CASE taken WHEN 1 THEN 'taken' ELSE 'put aside' END;
EXCEPTION
	WHEN SQLSTATE 'ZZ001' THEN
		RETURN SQLERRM;
	WHEN OTHERS THEN
		RETURN SQLSTATE;
END $$;
CREATE TABLE public.long_names AS
SELECT c.relname AS name, a.attname AS of_column, f.fact_oid IS NOT NULL AS is_fact,
	public.takes(c.oid, a.attname, (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 3000) i)) AS result
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'text'::regtype
LEFT JOIN ledger_internal.facts_catalogue f ON f.fact_oid = c.oid
LEFT JOIN ledger_internal.reference_catalogue r ON r.reference_oid = c.oid
WHERE c.relnamespace = 'ledger'::regnamespace AND (f.fact_oid IS NOT NULL OR r.kind IN ('master', 'superseding')) AND c.relname NOT IN ('disposals', 'reclassifications')
  -- what nothing is compared with, and what the trigger sets
  AND a.attname NOT IN ('note', 'description', 'citation', 'reason', 'source', 'recorded_by') AND NOT (f.fact_oid IS NOT NULL AND a.attname = ANY (f.derived));
SQL
is(answer("SELECT name, of_column, result FROM public.long_names WHERE is_fact AND result <> 'put aside' OR NOT is_fact AND result IN ('taken', 'put aside') ORDER BY 1, 2"), '', 'no name is long');
cmp_ok(answer('SELECT count(*) FROM public.long_names'), '>', 80, 'many were tried');

# The test sees a report that one row breaks
like(answer('BEGIN', 'CREATE VIEW odd AS SELECT (max(occurred_at) + interval \'300000 years\') AS at FROM events', 'SELECT report FROM public.broken_reports()', 'ROLLBACK'), qr/^odd$/m, 'found: a report that breaks');

$node->stop;
done_testing();
