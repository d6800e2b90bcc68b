# Random calls of every SQL function, of the toolkit and of a ledger, with values
# that nobody should send: a result, or an error that says what is wrong; the
# ledger is as it was.
#
#	RUNRATE_CALLS		number of calls (default: 100000)
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $calls = $ENV{RUNRATE_CALLS} // 100_000;
my $seed = seed();
my $node = start_server('calls');

sub answer { my (@sql) = @_; return $node->safe_psql('company', join(";\n", 'SET client_min_messages = error', @sql)) }

$node->safe_psql('postgres', 'CREATE DATABASE company');
answer('CREATE EXTENSION runrate', "CALL runrate.create_ledger('ledger', 'EUR', 'Europe/Berlin')", sample_sql('ledger'));
answer(<<'SQL');
CREATE TABLE public.examples (type regtype, value text);
INSERT INTO public.examples
SELECT type, unnest(literals) FROM (VALUES
	('text'::regtype, ARRAY['', 'support', 'item 3', 'claims', 'acme', 'large', 'ledger', 'ledger_internal', 'EUR', 'Europe/Berlin', 'month', '{"a": 1}', 'a''; DROP TABLE x; --', E'\u00e9\U0001F600', repeat('x', 100000), '%s%n%I', '..', 'NULL', '2026-02-01']),
	('name', ARRAY['', 'ledger', 'postgres']),
	('bytea', ARRAY['\x', '\x00', '\xffffffffffffffffffffffffffffffffffffffff']),
	('numeric', ARRAY['0', '1', '-1.5', 'NaN', 'Infinity', '-Infinity', '1e1000', '1e-1000', '99999999999999999999999999.999999999999', '1e131071']),
	('double precision', ARRAY['0', '1', '-1', 'NaN', 'Infinity', '-Infinity', '5e-324', '1.7e308']),
	('bigint', ARRAY['0', '1', '2', '-1', '100', '9223372036854775807', '-9223372036854775808']),
	('integer', ARRAY['0', '1', '-1', '2147483647', '-2147483648']),
	('smallint', ARRAY['0', '-32768', '32767']),
	('boolean', ARRAY['true', 'false']),
	('date', ARRAY['2026-01-01', '2026-02-01', '2026-02-28', '1999-12-31', 'infinity', '-infinity', '4713-01-01 BC', '5874897-12-31', '9999-12-31']),
	('timestamptz', ARRAY['2026-01-31 23:00:00+00', '2026-02-28 23:59:59+00', '-infinity', 'infinity', '4713-01-01 00:00+00 BC', '294276-12-31 23:59:59.999999+00']),
	('timestamp', ARRAY['2026-01-31', 'infinity', '294276-12-31']),
	('interval', ARRAY['7 days', '-1 day', '1 month', '178000000 years', '0']),
	('oid', ARRAY['0', '1259', '4294967295']), ('xid8', ARRAY['0', '3', '18446744073709551615']),
	('regclass', ARRAY['0', 'pg_class', 'ledger.events', 'ledger.shared_costs', 'ledger.agents', 'ledger.chargeback', 'ledger_internal.closings', '4294967295']),
	('regnamespace', ARRAY['0', 'ledger', 'pg_catalog', '4294967295']),
	('uuid', ARRAY['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']),
	('jsonb', ARRAY['null', '{}', '[]', '[1]', '"x"', '1e1000', '{"prompt_tokens": 1, "usage": {"input_tokens": -1}}', '{"m": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": "x"}}', '[{"id": "g", "models": [{"id": "m", "match": {}, "prices": {"input_mtok": -1}}]}]']),
	('text[]', ARRAY['{}', '{a,NULL,b}', '{{a},{b}}', '{claims}']), ('bigint[]', ARRAY['{}', '{1,NULL}', '{9223372036854775807}']), ('date[]', ARRAY['{}', '{infinity}']),
	('numeric[]', ARRAY['{}', '{NaN,1}']), ('double precision[]', ARRAY['{}', '{NaN,1}']), ('oid[]', ARRAY['{}', '{0}']),
	('runrate.cost_baseline', ARRAY['(3,1.5,0.5,1.5,0.25,0.3)', '(,,,,,)', '(-1,NaN,Infinity,0,0,0)']),
	('runrate.cost_summary', ARRAY['{"outcomes": 0, "layers": []}', '{"outcomes": 0, "layers": [{"layer": "a", "cost": "NaN", "events": 1, "priced": 1}]}'])) v (type, literals);

CREATE FUNCTION public.argument(of_type oid) RETURNS text LANGUAGE sql VOLATILE AS $$
	SELECT coalesce((SELECT quote_literal(value) FROM public.examples e WHERE e.type = of_type AND random() < 0.93 ORDER BY random() LIMIT 1), 'NULL')
		|| CASE WHEN of_type IN (SELECT oid FROM pg_type WHERE typtype = 'p') THEN '' ELSE '::' || format_type(of_type, NULL) END $$;

CREATE TABLE public.functions AS
SELECT p.oid, p.oid::regprocedure::text AS signature, n.nspname, p.proname, p.proargtypes::oid[] AS types, p.prokind, row_number() OVER () AS n
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
-- parts of ledgers are DDL for whatever schema is current
WHERE n.nspname IN ('runrate', 'runrate_internal', 'ledger', 'ledger_internal') AND NOT (n.nspname = 'runrate_internal' AND p.prokind = 'p')
  -- the type internal cannot be given from SQL
  AND NOT 'internal'::regtype = ANY (p.proargtypes) AND p.prorettype <> 'trigger'::regtype;
CREATE TABLE public.calls (signature text, call text, state text, message text);

CREATE PROCEDURE public.call_one(f public.functions) LANGUAGE plpgsql AS $$
DECLARE
	state text := '00000';
	said text;
	call text := format('%s %I.%I(%s)%s', CASE f.prokind WHEN 'p' THEN 'CALL' ELSE 'SELECT' END, f.nspname, f.proname,
		(SELECT string_agg(public.argument(t), ', ' ORDER BY n) FROM unnest(f.types) WITH ORDINALITY u (t, n)), -- what SPI keeps of sets without end would fill the memory
		CASE f.prokind WHEN 'w' THEN ' OVER ()' WHEN 'p' THEN '' ELSE ' LIMIT 1000' END);
BEGIN
	BEGIN
		EXECUTE call;
		RAISE EXCEPTION USING ERRCODE = 'ZZ001', MESSAGE = '';
	EXCEPTION
		WHEN query_canceled THEN
			state := '57014';
		WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, said = MESSAGE_TEXT;
	END;
	INSERT INTO public.calls VALUES (f.signature, left(call, 500), state, said);
END $$;
SQL
my $tables = join(' UNION ALL ', map { "SELECT '$_', count(*), md5(coalesce(string_agg(r::text, chr(10) ORDER BY r::text COLLATE \"C\"), '')) FROM ledger.$_ r" } grep { $_ ne 'changes' } tables_of($node, 'company', 'ledger'));
my $before = answer($tables);
my $left = $calls;
my $batch = 500;

while ($left > 0)
{
	my $size = $left < $batch ? $left : $batch;
	my $number = $calls - $left;

	answer(sprintf('SELECT setseed(%.6f)', (($seed + $number) % 1_000_003) / 1_000_003), "SET statement_timeout = '300s'", "SET jit = off", <<"SQL");
DO \$\$
DECLARE
	f public.functions;
	picked bigint;
BEGIN
	FOR i IN 1..$size
	LOOP
		picked := 1 + floor(random() * (SELECT count(*) FROM public.functions));
		SELECT * INTO STRICT f FROM public.functions x WHERE x.n = picked;
		CALL public.call_one(f);
	END LOOP;
END \$\$
SQL
	$left -= $size;
}
no_crash($node, "$calls calls");
is(answer('SELECT count(*) FROM public.calls'), $calls, 'all calls were made');
is(answer(q{SELECT state || ' of ' || signature || ', as in ' || min(call) || ': ' || min(message) FROM public.calls WHERE state ~ '^(XX|58|53|57P|0B|24|2[DF]|HV)' OR state = '57014' GROUP BY signature, state}), '', 'no error of the inner parts');
is(answer($tables), $before, 'the ledger is as it was');
is(answer('SELECT * FROM ledger.tie_out WHERE difference <> 0'), '', 'and ties out');
my ($functions, $called) = split /\|/, answer('SELECT (SELECT count(*) FROM public.functions), (SELECT count(DISTINCT signature) FROM public.calls)');
diag("$called of $functions functions; " . join(', ', split /\n/, answer("SELECT CASE state WHEN 'ZZ001' THEN 'a result' ELSE state END || ' ' || count(*) FROM public.calls GROUP BY state ORDER BY count(*) DESC LIMIT 15")));
cmp_ok($called, '>', $functions * ($calls >= 20_000 ? 0.99 : 0.3), 'functions were called');
$node->stop;
done_testing();
