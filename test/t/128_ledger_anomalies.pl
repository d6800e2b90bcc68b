# How many agent-days a ledger calls odd when nothing happens, and whether it
# finds a day at three times its cost.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateTest;

my $seed = int($ENV{RUNRATE_SEED} // 1);
my $agents = 18;
my $days = 182;
my $first_judged = 56;

diag("seed $seed (repeat with RUNRATE_SEED=$seed)");

my $node = start_server('ledger_anomalies');
sub answer { my ($sql) = @_; return $node->safe_psql('postgres', "SET search_path = ledger; $sql") }

# Quiet weekends; costs vary by 30 %, outcomes by 10 %.  One agent-day in 500
# costs three times as much.
$node->safe_psql('postgres', <<"SQL");
CALL runrate.create_ledger('ledger');
SET search_path = ledger;
SELECT setseed($seed / 1000000.0);
CREATE TABLE public.work AS
SELECT date '2026-01-05' + d AS day, 'agent ' || a AS agent, CASE WHEN d % 7 < 5 THEN 1 ELSE 0.3 END * a AS size,
       exp(0.3 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) AS noise,
       exp(0.1 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())) AS noise2, d >= $first_judged AND random() < 0.002 AS spike
FROM generate_series(0, $days - 1) AS d, generate_series(1, $agents) AS a;
INSERT INTO agents (agent, unit_of_work) SELECT DISTINCT agent, 'ticket' FROM public.work;
INSERT INTO events (occurred_at, agent, cost)
SELECT day + time '12:00', agent, round((20 * size * noise * CASE WHEN spike THEN 3 ELSE 1 END)::numeric, 2) FROM public.work;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity)
SELECT day + time '12:00', agent, 'resolved', greatest(round(100 * size * noise2), 6)::bigint FROM public.work;
SQL

my $first_week = "date '2026-01-05' + $first_judged";
my ($odd, $found, $spikes) = split /\|/, answer(<<"SQL");
SELECT (SELECT avg(anomalous_agent_days) FROM weekly_anomaly_report WHERE week >= $first_week),
       count(*) FILTER (WHERE EXISTS (SELECT FROM anomalies AS a WHERE a.day = w.day AND a.agent = w.agent)), count(*)
FROM public.work AS w WHERE spike
SQL

diag(sprintf '%d agents: %.2f odd agent-days a week, %d of %d days at three times their cost found', $agents, $odd, $found, $spikes);
cmp_ok($odd, '<=', 1.5, 'at most 1.5 odd agent-days a week');
cmp_ok($spikes, '>=', 1, 'there are such days');
cmp_ok($found, '>=', 0.8 * $spikes, 'four of five days at three times their cost are found');

# A floor leaves out what costs less and nothing else, also where the ranks of all agents decide.
my $listed = "SELECT to_jsonb(a) - 'anomaly_floor' AS line FROM anomalies AS a";
answer("CREATE TABLE public.listed AS $listed; CALL set_anomaly_floor(40)");
my ($small, $differences) = split /\|/, answer(<<"SQL");
SELECT (SELECT count(*) FROM public.listed WHERE abs((line ->> 'excess_cost')::numeric) < 40),
       (SELECT count(*) FROM ($listed EXCEPT ALL SELECT line FROM public.listed WHERE abs((line ->> 'excess_cost')::numeric) >= 40) AS d)
       + (SELECT count(*) FROM (SELECT line FROM public.listed WHERE abs((line ->> 'excess_cost')::numeric) >= 40 EXCEPT ALL $listed) AS d)
SQL
cmp_ok($small, '>=', 5, 'some days are below a floor');
is($differences, 0, 'which leaves out these and nothing else');
answer('CALL set_anomaly_floor(NULL)');

# Reviews that cost twice as much as events, and vary more, hide what events cost.
answer(<<'SQL');
INSERT INTO reviews (occurred_at, agent, fee, verdict)
SELECT day + time '12:00', agent, round((40 * size * noise2 ^ 4)::numeric, 2), 'accurate' FROM public.work;
SQL
($odd, $found, my $found_loaded) = split /\|/, answer(<<"SQL");
SELECT (SELECT avg(anomalous_agent_days) FROM weekly_anomaly_report WHERE week >= $first_week),
       count(*) FILTER (WHERE EXISTS (SELECT FROM anomalies AS a WHERE a.day = w.day AND a.agent = w.agent)),
       count(*) FILTER (WHERE EXISTS (SELECT FROM anomalies AS a WHERE a.day = w.day AND a.agent = w.agent AND metric IN ('spend', 'cost_per_outcome')))
FROM public.work AS w WHERE spike
SQL
diag(sprintf 'with reviews: %.2f odd agent-days a week, %d of %d days at three times their direct cost found, %d of them by the loaded one', $odd, $found, $spikes, $found_loaded);
cmp_ok($odd, '<=', 1.5, 'with direct cost beside the loaded one, too, at most 1.5 odd agent-days a week');
cmp_ok($found, '>=', 0.7 * $spikes, 'seven of ten days at three times their direct cost are found');
cmp_ok($found_loaded, '<', $found, 'more than by the loaded cost alone');

$node->stop;
done_testing();
