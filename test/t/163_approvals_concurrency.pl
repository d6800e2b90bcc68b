# Twenty logins approve and reject the same experiments at the same time, those
# that may and those that may not, in several isolation levels: none passes
# without the approval of every role of its tier, each by a person of its own
# and none by who requested it.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use Test::More;

use RunrateLedger;
use RunrateTest;

my $node = start_server('approvals', "max_connections = 60\nlog_min_messages = panic\n");
my $random = random_source(seed());
my $people = 20;
my $experiments = 12;
my @levels = ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE');

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }

# p1 to p5 are managers, p4 to p9 finance, so that two are both; p10 and p11
# are CFO; the others are nothing.  Each experiment is requested by one who
# could approve it, but for that.
answer(join ';', (map { "CREATE ROLE p$_ LOGIN" } 1 .. $people),
	'CALL runrate.create_ledger()',
	(map { "CALL ledger.grant_access('p$_', 'participant')" } 1 .. $people),
	"INSERT INTO ledger.approval_roles (login, approver_role) SELECT 'p' || n, 'manager' FROM generate_series(1, 5) n
		UNION ALL SELECT 'p' || n, 'finance' FROM generate_series(4, 9) n UNION ALL SELECT 'p' || n, 'cfo' FROM generate_series(10, 11) n");
foreach my $i (1 .. $experiments)
{
	my $tier = $i % 3 ? 2 : 3;
	my $requester = $tier == 3 ? 'p10' : 'p' . (1 + $i % 6);
	answer("SET SESSION AUTHORIZATION $requester; SELECT ledger.request_experiment('e$i', 'h', 'm', " . ($tier == 3 ? 80000 : 35000) . ', current_date + 56)');
}

my @sessions = map { session($node, 'postgres') } 1 .. $people;
$sessions[ $_ - 1 ]->run("SET SESSION AUTHORIZATION p$_") foreach 1 .. $people;

# Everybody at every experiment at once, in an order of their own.  Some hold
# their step open for a while, and some forge a row instead of calling the function.
foreach my $round (1 .. 2)
{
	foreach my $n (1 .. $people)
	{
		foreach my $i (map { $_->[1] } sort { $a->[0] <=> $b->[0] } map { [ $random->(1000000), $_ ] } 1 .. $experiments)
		{
			my $level = $levels[ $random->(scalar @levels) ];
			my $act = $random->(100) < 2 ? "SELECT ledger.reject_experiment('e$i', 'no')"
			  : $random->(100) < 30 ? "INSERT INTO ledger.experiment_steps (experiment, step, approver_role, recorded_by, step_no) VALUES ('e$i', 'approve', '" . (qw(manager finance cfo))[ $random->(3) ] . "', 'p11', 99)"
			  : "SELECT ledger.approve_experiment('e$i')";
			my $hold = $random->(100) < 20 ? 'SELECT pg_sleep(0.02);' : '';
			$sessions[ $n - 1 ]->send("BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM ledger.experiment_steps; $act; $hold COMMIT;");
		}
	}
	$_->wait foreach @sessions;
	my %state;
	foreach my $error (map { $_->errors } @sessions)
	{
		$state{$1}++ while $error =~ /ERROR:\s+(.*?)(?: "|$)/mg;
	}
	cmp_ok(scalar(keys %state), '>', 0, "round $round: some are refused");
}

# Who came too late in the crowd comes again, one after the other.
foreach my $n (1 .. $people)
{
	$sessions[ $n - 1 ]->run("SELECT ledger.approve_experiment('e$_')") foreach 1 .. $experiments;
}
$_->quit foreach @sessions;

is(answer("SELECT count(*) FROM ledger.experiment_steps s JOIN ledger.experiments e USING (experiment) WHERE s.step = 'approve' AND s.recorded_by = e.recorded_by"), 0, 'nobody has approved a request of their own');
is(answer("SELECT count(*) FROM ledger.experiment_steps s WHERE s.step = 'approve' AND NOT EXISTS (SELECT FROM ledger.approval_roles r WHERE r.login = s.recorded_by AND r.approver_role = s.approver_role)"), 0, 'nobody has approved as what they are not');
is(answer("SELECT count(*) FROM (SELECT experiment, recorded_by FROM ledger.experiment_steps WHERE step = 'approve' GROUP BY 1, 2 HAVING count(*) > 1) t"), 0, 'nobody has approved twice');
is(answer("SELECT count(*) FROM ledger.experiment_steps a JOIN ledger.experiment_steps r USING (experiment) WHERE r.step = 'reject' AND a.step_no > r.step_no"), 0, 'nothing comes after a rejection');
is(answer("SELECT count(*) FROM (SELECT experiment FROM ledger.experiment_steps GROUP BY 1 HAVING max(step_no) <> count(*)) t"), 0, 'steps are numbered without a gap');

# What has passed, by the steps themselves and not by the view
my $passed = "SELECT e.experiment FROM ledger.experiments e WHERE NOT EXISTS (SELECT FROM ledger.experiment_steps s WHERE s.experiment = e.experiment AND s.step = 'reject')
	AND (SELECT count(DISTINCT (s.recorded_by, s.approver_role)) FROM ledger.experiment_steps s WHERE s.experiment = e.experiment AND s.step = 'approve' AND s.recorded_by <> e.recorded_by
		AND s.approver_role IN (e.approver_role, e.second_approver_role)) = num_nonnulls(e.approver_role, e.second_approver_role)";
is(answer("SELECT count(*) FROM ledger.experiment_board b WHERE (b.status = 'approved') <> (b.experiment IN ($passed))"), 0, 'what the board calls approved has every approval');
is(answer("SELECT count(*) FROM ledger.experiment_board WHERE status NOT IN ('approved', 'rejected')"), 0, 'and each has an answer in the end');
cmp_ok(answer("SELECT count(*) FROM ledger.experiment_board WHERE status = 'approved'"), '>', 0, 'some passed');

$node->stop;
done_testing();
