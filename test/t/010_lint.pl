# What can be checked by reading the files: the install script is safe, the
# version is the same everywhere, the library exports only what is used.
use strict;
use warnings;

use FindBin;
use lib "$FindBin::RealBin/../lib";
use JSON::PP;
use Test::More;

use RunrateTest;
use RunrateSqlLint qw(script_findings tokens);

my $root = repository();
my ($version) = slurp("$root/runrate.control") =~ /^default_version\s*=\s*'([^']+)'/m;
my %installed = installed($version);

# Source files of the project, without what a build or a test run leaves
sub source_files
{
	my @files;
	my @todo = ($root);

	while (defined(my $dir = shift @todo))
	{
		opendir(my $handle, $dir) or die "could not open directory \"$dir\": $!";
		foreach my $name (sort readdir($handle))
		{
			next if $name =~ /^\.\.?$/ || $name =~ /^(?:\.git|tmp_check|results|log|output_iso|\.deps|__pycache__)$/;
			next if $name =~ /\.(?:o|so|bc|gcno|gcda|gcov|diffs|out\.orig)$/ || $name eq 'regression.out';
			my $path = "$dir/$name";
			if    (-d $path) { push @todo, $path }
			elsif (-f $path) { push @files, $path }
		}
		closedir($handle);
	}
	return @files;
}

# Lines of the files that match, as "path:line: text"
sub lines_matching
{
	my ($pattern, @files) = @_;
	my @found;

	foreach my $file (@files)
	{
		my $n = 0;
		foreach my $line (split /\n/, slurp($file))
		{
			$n++;
			push @found, substr($file, length($root) + 1) . ":$n: $line" if $line =~ $pattern;
		}
	}
	return @found;
}

sub none
{
	my ($name, @findings) = @_;
	ok(@findings == 0, $name) or diag(join("\n", @findings));
}

# C source without comments and strings
sub c_code
{
	my ($text) = @_;
	$text =~ s{(/\*.*?\*/)|("(?:[^"\\]|\\.)*")}{defined $2 ? '""' : ' '}gse;
	return $text;
}

#
# The install script
#
my $safe = "\\echo Use \"CREATE EXTENSION x\" to load this file. \\quit\nSET LOCAL search_path TO pg_catalog, pg_temp;\n";
my $function = 'CREATE FUNCTION runrate.f(a numeric) RETURNS numeric ';
my %unsafe = (
	'CREATE OR REPLACE FUNCTION runrate.f() RETURNS int LANGUAGE sql RETURN 1;' => qr/OR REPLACE/,
	'CREATE SCHEMA IF NOT EXISTS runrate;'                              => qr/IF NOT EXISTS/,
	'CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;'            => qr/without its schema/,
	"SET search_path TO public;"                                        => qr/changes search_path/,
	$function . 'LANGUAGE sql RETURN a + 1;'                            => qr/operator \+/,
	$function . 'LANGUAGE plpgsql AS $$BEGIN RETURN a * 2; END$$;'      => qr/operator \*/,
	$function . 'LANGUAGE plpgsql SET search_path = public AS $$BEGIN RETURN a * 2; END$$;' => qr/operator \*/,
	$function . q{LANGUAGE sql AS 'SELECT a - 1';}                      => qr/operator -/,
	$function . 'LANGUAGE sql RETURN CASE a WHEN 1 THEN 2 END;'         => qr/CASE looks/,
	$function . 'LANGUAGE plpgsql AS $$BEGIN IF a IN (1, 2) THEN RETURN 1; END IF; END$$;' => qr/IN looks/,
	$function . 'LANGUAGE plpgsql AS $$BEGIN RETURN nullif(a, 0); END$$;' => qr/NULLIF looks/);

foreach my $bad (sort keys %unsafe)
{
	like(join("\n", script_findings($safe . $bad)), $unsafe{$bad}, "found: $bad");
}
like(join("\n", script_findings("SELECT 1;")), qr/guard.*pin search_path/s, 'found: no guard, no search_path');
none('no false alarm where names are bound by a pinned search_path', script_findings($safe
	  . $function . 'LANGUAGE sql BEGIN ATOMIC SELECT a * 2 / a; END;'
	  . $function . 'LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$BEGIN RETURN a * 2; END$$;'));
none('no false alarm', script_findings($safe . $function
	  . q{LANGUAGE plpgsql AS $$DECLARE n bigint := -1; BEGIN /* a + b */ SELECT pg_catalog.count(*) INTO n FROM runrate.t; }
	  . q{RETURN a OPERATOR(pg_catalog.+) 1; -- a + b
} . q{END$$; COMMENT ON FUNCTION runrate.f(numeric) IS 'f(1) = 1 + 1; f(2) IN (1)';}));

my $script = `'$root/sql/build.sh'`;
is($?, 0, 'the install script is built');
foreach my $dir (qw(extension ledger))
{
	my %listed = map { /(\S+\.sql)/ ? ($1 => 1) : () } grep { !/^#/ } split /\n/, slurp("$root/sql/$dir/MANIFEST");
	my %found = map { substr($_, length("$root/sql/$dir/")) => 1 } glob("$root/sql/$dir/*.sql $root/sql/$dir/*/*.sql");
	is(join(' ', sort keys %found), join(' ', sort keys %listed), "$dir/MANIFEST lists every file once");
}
none('install script is safe', script_findings($script));

# help_pages() of the script says which page of the documentation is on which function
my %page = $script =~ /^\t\t\('(\w+)'::text, '([\w-]+)'::text\),?$/mg;
cmp_ok(scalar(keys %page), '>', 0, 'functions have pages');
none('every public function is on its page of the documentation', map {
		my $text = -f "$root/doc/$page{$_}.md" ? slurp("$root/doc/$page{$_}.md") : '';
		$text =~ /\b\Q$_\E\b/ ? () : "$_ is not in doc/$page{$_}.md"
	} sort keys %page);
none('every public function has a page',
	grep { !$page{$_} } $script =~ /^CREATE (?:FUNCTION|AGGREGATE|PROCEDURE) runrate\.(\w+)/mg);
ok(slurp($installed{script}) eq $script, 'installed script is the sum of the parts')
  or diag("$installed{script} is out of date: run \"make install\"");

# Style of the SQL; texts may be longer than a line
my @sql_files = grep { m{/sql/(?:extension|ledger)/.*\.sql$} } source_files();
none('SQL keeps to 120 columns', map {
		my $file = $_;
		my $n = 0;
		map {
			$n++;
			my $code = $_ =~ s/\t/    /gr =~ s/'(?:[^']|''){40,}'/''/gr;
			length($code) > 120 && !/^\s*(?:'|COMMENT ON|--)/ ? substr($file, length($root) + 1) . ":$n" : ()
		} split /\n/, slurp($file)
	} @sql_files);
none('tables have aliases without AS', lines_matching(qr/^(?!\s*')[^']*\b(?:FROM|JOIN)\s+[a-z_.]+\s+AS\s+(?!MATERIALIZED)[a-z_]+/, @sql_files));
none('the next CTE begins on a line of its own', lines_matching(qr/^\s*\), [a-z_]+ (?:\([^)]*\) )?AS (?:MATERIALIZED )?\($/, @sql_files));

# pg_regress looks into ./sql before test/sql
my %top = map { m{([^/]+)\.sql$} ? ($1 => 1) : () } glob("$root/sql/*.sql");
none('no test named like a file in sql/', grep { m{([^/]+)\.sql$} && $top{$1} } glob("$root/test/sql/*.sql"));
none('every regression test has expected output',
	grep { m{([^/]+)\.sql$} && !-f "$root/expected/$1.out" } glob("$root/test/sql/*.sql"));

#
# One version
#
like($version, qr/^\d+\.\d+\.\d+$/, 'control file has a version');
my $meta = decode_json(slurp("$root/META.json"));
is($meta->{version}, $version, 'META.json version');
is($meta->{provides}{runrate}{version}, $version, 'META.json version of what it provides');
ok(-f "$root/$meta->{provides}{runrate}{docfile}", 'META.json names a documentation file that exists');
is($meta->{provides}{runrate}{file}, "sql/runrate--$version.sql", 'META.json names the install script');
my ($changelog) = slurp("$root/CHANGELOG.md") =~ /^##\s+\[?v?(\d+\.\d+\.\d+)/m;
is($changelog, $version, 'CHANGELOG.md begins with this version');
my @readme = slurp("$root/README.md") =~ /\bv(\d+\.\d+\.\d+)\b/g;
cmp_ok(scalar(@readme), '>', 0, 'README.md says which version to install');
is_deeply([ grep { $_ ne $version } @readme ], [], 'README.md installs this version');

#
# The library
#
my @symbols = map { (split)[-1] } grep { / [TDBR] / } split /\n/, `nm -D --defined-only '$installed{library}'`;
is($?, 0, 'nm reads the library');
my @script_tokens = tokens($script);
my %called;
for my $i (2 .. $#script_tokens)
{
	# AS 'MODULE_PATHNAME', 'symbol'
	$called{ substr($script_tokens[$i][1], 1, -1) } = 1
	  if $script_tokens[$i][0] eq 'string' && $script_tokens[ $i - 2 ][1] eq q{'MODULE_PATHNAME'};
}
cmp_ok(scalar(keys %called), '>', 0, 'the install script calls the library');
my %exported = map { $_ => 1 } @symbols;
none('the library has every function that the install script names', grep { !$exported{$_} } sort keys %called);

# Uses are what is left without declarations; inline functions in headers use, too
my %code = map { $_ => c_code(slurp($_)) =~ s/^extern\b[^;{]*;//mgr } glob("$root/src/*.[ch] $root/src/*/*.[ch]");
my @unused;
foreach my $symbol (sort @symbols)
{
	next if $symbol =~ /^(?:Pg_magic_func|_PG_init|_PG_fini|_init|_fini)$/ || $called{$symbol};
	next if $symbol =~ /^pg_finfo_(.*)$/ && $called{$1};
	if ($symbol !~ /^rr_/)
	{
		push @unused, "$symbol does not begin with rr_";
		next;
	}
	push @unused, "$symbol is used by no other file and should be static"
	  if grep({ $code{$_} =~ /\b\Q$symbol\E\b/ } keys %code) < 2;
}
none('every exported symbol is used', @unused);

#
# The sources
#
my @files = source_files();
my @c_files = grep { /\.[ch]$/ } @files;
my @text_files = grep { !/\.(?:bin|gz)$/ } @files;
none('server versions are compared in compat.h only',
	lines_matching(qr/\bPG_VERSION_NUM\b/, grep { m{/src/} && !m{/compat\.h$} } @c_files));
none('no C++ comments', grep { $_ } map {
		my $file = $_;
		c_code(slurp($file)) =~ m{//[^\n]*} ? substr($file, length($root) + 1) . ": $&" : ()
	} @c_files);
none('no path of somebody\'s machine',
	lines_matching(qr{(?<![\w.])/(?:home|root|work|mnt|Users)/\w}, @text_files));
none('no space at the end of a line',
	lines_matching(qr/[ \t]+$/, grep { /\.(?:c|h|sql|pl|pm)$/ } @text_files));

#
# The documentation
#
my $entry = slurp("$root/doc/runrate.md");
foreach my $page (map { m{([^/]+)$} } glob("$root/doc/*.md"))
{
	next if $page eq 'runrate.md';
	ok(index($entry, "]($page") >= 0, "doc/runrate.md has a link to $page");
}
my @broken;
foreach my $page ("$root/README.md", glob("$root/doc/*.md"))
{
	my ($dir) = $page =~ m{^(.*)/};
	foreach my $target (slurp($page) =~ /\]\(([^)#\s]+)(?:#[^)]*)?\)/g)
	{
		next if $target =~ /^[a-z]+:/;
		push @broken, substr($page, length($root) + 1) . ": $target" unless -e "$dir/$target";
	}
}
none('links lead to files that exist', @broken);

done_testing();
