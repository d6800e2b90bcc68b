# The board report in a real browser: ledgers with one agent, with names that
# would like to be mark-up, and with two hundred agents are one page A4, not
# wider than it, on a phone not wider than that, and say nothing to the console.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use IPC::Run ();
use JSON::PP;
use Test::More;

use RunrateTest;

my $node = start_server('board_page', "jit = off\n");
my $dir = PostgreSQL::Test::Utils::tempdir();
my ($chromium) = grep { system("command -v $_ >/dev/null 2>&1") == 0 } qw(chromium chromium-browser google-chrome);

sub answer { return $node->safe_psql('postgres', join(";\n", 'SET client_min_messages = error', @_)) }

# Agent number i of n works for a line, thirteen months, a little dearer each
sub work
{
	my ($ledger, $n, $lines) = @_;
	answer("INSERT INTO $ledger.business_units (business_unit, pl_line) SELECT 'unit ' || i, 'Profit and loss line number ' || i FROM generate_series(1, $lines) i",
		"INSERT INTO $ledger.agents (agent, business_unit, unit_of_work) SELECT 'agent-with-quite-a-long-name-' || i, 'unit ' || 1 + i % $lines, (ARRAY['ticket', 'claim', 'application'])[1 + i % 3] FROM generate_series(1, $n) i",
		"INSERT INTO $ledger.events (occurred_at, agent, layer, cost) SELECT '2025-10-05 12:00+00'::timestamptz + m * interval '1 month', 'agent-with-quite-a-long-name-' || i, layer, round(20000.0 / (1 + i % 60) * (1 + m * 0.05) / k, 2)
			FROM generate_series(1, $n) i, generate_series(0, 12) m, (VALUES ('model_api', 3), ('inference', 2), ('retries', 9), ('tool_calls', 5), ('evaluation', 30)) v (layer, k)",
		"INSERT INTO $ledger.outcomes (occurred_at, agent, outcome, quantity) SELECT '2025-10-05 12:00+00'::timestamptz + m * interval '1 month', 'agent-with-quite-a-long-name-' || i, 'completed', 10000 / (1 + i % 60) + m * 10
			FROM generate_series(1, $n) i, generate_series(0, 12) m WHERE i % 25 <> 7 OR m < 9",
		"INSERT INTO $ledger.human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 4), ('claim', 8.5), ('application', 24)",
		"INSERT INTO $ledger.slos (agent, metric, target) SELECT 'agent-with-quite-a-long-name-' || i, 'cost_per_outcome', 2.2 + i % 5 * 0.2 FROM generate_series(1, $n - $n / 10) i",
		"INSERT INTO $ledger.budgets (business_unit, valid_from, monthly_amount) SELECT 'unit ' || i, '2025-01-01', round(100000.0 / i, 2) FROM generate_series(1, $lines) i",
		"INSERT INTO $ledger.revenue (month, amount) SELECT ('2025-10-01'::date + m * interval '1 month')::date, 50000000 FROM generate_series(0, 12) m",
		"INSERT INTO $ledger.shared_costs (month, layer, vendor, amount, driver) SELECT ('2025-10-01'::date + m * interval '1 month')::date, layer, 'vendor of ' || layer, 100 * $n * (m + 1), 'outcomes' FROM generate_series(0, 12) m, unnest(ARRAY['vector_db', 'observability', 'security', 'gateway', 'training', 'human_review', 'integration']) layer");
	return;
}

answer("CALL runrate.create_ledger('one')", "CALL runrate.create_ledger('two')", "CALL runrate.create_ledger('hostile', 'EUR', 'Europe/Berlin')", "CALL runrate.create_ledger('five', 'CHF')", "CALL runrate.create_ledger('many')");
answer("INSERT INTO one.business_units (business_unit, pl_line) VALUES ('a', 'Operations')", "INSERT INTO one.agents (agent, business_unit, unit_of_work) VALUES ('first', 'a', 'document')",
	"INSERT INTO one.events (occurred_at, agent, cost) VALUES ('2026-10-05 12:00+00', 'first', 0.0326)", "INSERT INTO one.outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-10-05 12:00+00', 'first', 'completed', 3)");
my @evil = ('<script>document.title="x"</script>', '"><img src=x onerror=alert(1)>', '--></style><svg onload=alert(1)>', "\x{202e}evil\x{2066}" . 'very long name of something ' x 8);
my $names = join ', ', map { my $name = $_ =~ s/'/''/gr; utf8::encode($name); "('$name')" } @evil;
answer("CREATE TABLE hostile.evil AS SELECT n, row_number() OVER () AS i FROM (VALUES $names) v (n)",
	'INSERT INTO hostile.business_units (business_unit, pl_line) SELECT n, n FROM hostile.evil',
	'INSERT INTO hostile.agents (agent, business_unit, unit_of_work) SELECT n, n, n FROM hostile.evil',
	"INSERT INTO hostile.events (occurred_at, agent, layer, cost) SELECT '2025-10-05 12:00+00'::timestamptz + m * interval '1 month', n, n, 1000 - i * 40 FROM hostile.evil, generate_series(0, 12) m",
	"INSERT INTO hostile.outcomes (occurred_at, agent, outcome, quantity) SELECT '2025-10-05 12:00+00'::timestamptz + m * interval '1 month', n, 'completed', 100 + m FROM hostile.evil, generate_series(0, 12) m WHERE i < 4 AND m <> 5",
	"INSERT INTO hostile.slos (agent, metric, target) SELECT n, 'cost_per_outcome', 5 FROM hostile.evil",
	"INSERT INTO hostile.shared_costs (month, layer, vendor, amount, driver) SELECT '2026-10-01', 'inference', n, -300, 'even' FROM hostile.evil",
	"SELECT hostile.request_experiment(left(n, 200), n, n, 60000, current_date + 7) FROM hostile.evil",
	"CALL hostile.raise_alerts('2026-11-01')",
	"SELECT hostile.decide_alert(alert, (SELECT n FROM hostile.evil WHERE i = 1 + alert % 4)) FROM hostile.alert_board WHERE kind = 'slo'");
work('two', 2, 1);
work('five', 7, 5);
work('many', 200, 60);

# Run the browser; gives its output and what it wrote to the console
sub browse
{
	my ($out, $err) = ('', '');
	IPC::Run::run([ $chromium, '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage', "--user-data-dir=$dir/profile",
			'--allow-file-access-from-files', '--enable-logging=stderr', '--virtual-time-budget=5000', @_ ],
		'<', \'', '>', \$out, '2>', \$err, IPC::Run::timeout(120));
	return ($out, join("\n", grep { /CONSOLE/ } split /\n/, $err));
}

sub measured
{
	my ($file, $width, $media) = @_;
	my ($out, $console) = browse('--dump-dom', '--window-size=1400,1200', "file://$FindBin::RealBin/../lib/page_probe.html?file://$file&$width&$media");
	my ($found) = $out =~ /<pre id="found">(.*?)<\/pre>/s;
	$found =~ s/&lt;/</g; $found =~ s/&gt;/>/g; $found =~ s/&amp;/&/g;
	return ($found =~ /^\{/ ? decode_json($found) : { wide => [ $found ] }, $console);
}

foreach my $case ([ 'one', 1, 5 ], [ 'two', 2, 8 ], [ 'hostile', 4, 8 ], [ 'five', 4, 8 ], [ 'many', 4, 8 ])
{
	my ($ledger, $charts, $tables) = @$case;
	my $sql = "SELECT $ledger.board_report_html('2026-10-01', '<b>Company & Sons</b>')";
	my $page = answer($sql);
	my $file = "$dir/$ledger.html";

	is(answer($sql), $page, "$ledger: the same bytes again");
	cmp_ok(length($page), '<', 150_000, "$ledger: less than 150 kB");
	unlike($page, qr/(?:&minus;|\+)(?:\$|&euro;|&pound;|&yen;)/, "$ledger: no line ends between a sign and its amount");
	unlike($page, qr/<(?:script|img|iframe|object|embed|link|a|form|base)\b|url\(|\@import/i, "$ledger: nothing that loads or runs");
	open(my $out, '>:raw', $file) or die "could not write \"$file\": $!";
	print $out $page;
	close($out);

  SKIP:
	{
		if (!$chromium)
		{
			diag('NOT TESTED: the board report in a browser, there is no chromium') if $ledger eq 'one';
			skip 'no chromium', 1;
		}
		my (undef, $console) = browse("--print-to-pdf=$dir/$ledger.pdf", '--no-pdf-header-footer', "file://$file");
		is($console, '', "$ledger: no message on the console");
		is(scalar(() = slurp("$dir/$ledger.pdf") =~ /\/Type\s*\/Page\b(?!s)/g), 1, "$ledger: one page of paper");

		# A browser makes a page smaller that is too wide, and still counts one.
		foreach my $size ([ 718, 'print' ], [ 1280, 'screen' ], [ 390, 'screen' ])
		{
			my ($found, $said) = measured($file, @$size);
			is(join(', ', @{ $found->{wide} }), '', "$ledger: nothing is wider than $size->[0] pixels, $size->[1]");
			cmp_ok($found->{width}, '<=', $size->[0], "$ledger: nor the page") if $size->[1] eq 'screen';
			cmp_ok($found->{height}, '<=', 1046, "$ledger: nor higher than the paper") if $size->[1] eq 'print';
			is(join(' ', @$found{qw(charts scripts images)}), "$charts 0 0", "$ledger: charts, and no script or picture, $size->[1] $size->[0]");
		}
	}
}

$node->stop;
done_testing();
