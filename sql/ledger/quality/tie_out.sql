CREATE OR REPLACE VIEW tie_out WITH (security_invoker = true) AS
SELECT check_name, month,
	   sum(expected)::numeric(38,12) AS expected,
	   sum(actual)::numeric(38,12) AS actual,
	   (sum(expected) - sum(actual))::numeric(38,12) AS difference
FROM compare_reports()
GROUP BY GROUPING SETS ((check_name, month), (check_name))
HAVING grouping(month) = 1 OR month IS NOT NULL;

COMMENT ON VIEW tie_out IS
'Every report against the facts themselves, by month and in total. SELECT * FROM tie_out WHERE difference <> 0 has to be empty. It reads all reports, so it takes as long as all of them together.';
COMMENT ON COLUMN tie_out.check_name IS 'Report whose cost is compared; events, outcomes and all_outcomes are counts: rows of events against unit_costs, outcomes that count against the volume of chargeback, and all outcomes; pool_shares: shared costs and write-offs against the shares of agents.';
COMMENT ON COLUMN tie_out.month IS 'Month, as its first day; empty: all months.';
COMMENT ON COLUMN tie_out.expected IS 'What the facts add up to.';
COMMENT ON COLUMN tie_out.actual IS 'What the report adds up to.';
COMMENT ON COLUMN tie_out.difference IS 'expected less actual: has to be 0.';
