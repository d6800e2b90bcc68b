CREATE OR REPLACE VIEW tie_out WITH (security_invoker = true) AS
SELECT check_name, month,
	   coalesce(sum(expected), 0)::numeric(38,12) AS expected,
	   coalesce(sum(actual), 0)::numeric(38,12) AS actual,
	   (coalesce(sum(expected), 0) - coalesce(sum(actual), 0))::numeric(38,12) AS difference
FROM (SELECT * FROM tie_facts()
	  UNION ALL SELECT * FROM tie_booked_costs()
	  UNION ALL SELECT * FROM tie_book()
	  UNION ALL SELECT * FROM tie_pool_shares()
	  UNION ALL SELECT * FROM tie_iceberg()
	  UNION ALL SELECT * FROM tie_chargeback()
	  UNION ALL SELECT * FROM tie_unit_costs()
	  UNION ALL SELECT * FROM tie_workforce_pnl()
	  UNION ALL SELECT * FROM tie_board_report()
	  UNION ALL SELECT * FROM tie_budget_vs_actual()
	  UNION ALL SELECT * FROM tie_model_costs()
	  UNION ALL SELECT * FROM tie_work()
	  UNION ALL SELECT * FROM tie_bills()
	  UNION ALL SELECT * FROM tie_reversals()
	  UNION ALL SELECT * FROM tie_item_costs()
	  UNION ALL SELECT * FROM tie_days()
	  UNION ALL SELECT * FROM tie_journal()
	  UNION ALL SELECT * FROM tie_accruals()
	  UNION ALL SELECT * FROM tie_gross_margins()
	  UNION ALL SELECT * FROM tie_commitments()) t
GROUP BY GROUPING SETS ((check_name, month), (check_name))
HAVING grouping(month) = 1 OR month IS NOT NULL;

COMMENT ON VIEW tie_out IS
'Every report against what it is made of, and that against the facts, by month and in total. SELECT * FROM tie_out WHERE difference <> 0 has to be empty. Reports are compared with the balances that they read, and these with the facts by cost and number; every measure of them is in compare_balances.';
COMMENT ON COLUMN tie_out.check_name IS
'What is compared. facts: the facts themselves against balances; facts: events dropped: months of service that are not compared, as rows of events are gone with their partition, and how many; facts: keys of events: those that have no key in event_keys. The name of a report: its cost, of reports by day and week by the month of service; work items: what belongs to them against the facts that name one; chargeback: booked amounts are those in whole minor units against the rounded month. pool_shares: the shares of pools. events, unpriced_events (of open months), outcomes and human_cost: what the days add up to against unit_costs, board_report, chargeback and workforce_pnl. saving: workforce_pnl against board_report. vendor_reconciliation and invoices: what was metered and invoiced, by month of service. revenue: against board_report. reversals: what was reversed against what its reversals take back from the same agent, day and work item; pool shares: what is left of pools that are reversed. journal: debits against credits of each entry, and what it books of each business unit against chargeback. accruals: invoices by month of booking against what was metered, trued up and accrued. gross_margins: cost, and revenue. commitments: what is paid for throughput and seats by day and for a credit once, against the used and unused parts that each month bears and what is left of credits.';
COMMENT ON COLUMN tie_out.month IS 'Month, as its first day; empty: all months.';
COMMENT ON COLUMN tie_out.expected IS 'What it has to be.';
COMMENT ON COLUMN tie_out.actual IS 'What it is.';
COMMENT ON COLUMN tie_out.difference IS 'expected less actual: has to be 0.';
