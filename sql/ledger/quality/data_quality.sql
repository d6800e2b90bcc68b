-- The checks are views of one shape, check_...: a row for each month in which
-- there was something to look at, or one for the whole ledger.  Their columns
-- are described here, once.
DO $do$
DECLARE
	check_view text;
BEGIN
	FOR check_view IN
		SELECT c.relname FROM pg_class c
		WHERE c.relkind = 'v' AND c.relname ~ '^check_'
		  AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'check_conflicts'::regclass)
	LOOP
		EXECUTE format($sql$
			COMMENT ON VIEW %1$I IS 'What data_quality says of this.';
			COMMENT ON COLUMN %1$I.check_order IS 'Position in data_quality.';
			COMMENT ON COLUMN %1$I.check_name IS 'What is looked for.';
			COMMENT ON COLUMN %1$I.meaning IS 'What it means and what to do.';
			COMMENT ON COLUMN %1$I.month IS 'Month; empty: the check is of the whole ledger.';
			COMMENT ON COLUMN %1$I.found IS 'How many were found.';
			COMMENT ON COLUMN %1$I.examined IS 'How many were looked at.';
			COMMENT ON COLUMN %1$I.cost IS 'Cost that is on what was found; empty: none is known.';
			COMMENT ON COLUMN %1$I.example IS 'One of what was found.'
			$sql$, check_view);
	END LOOP;
END;
$do$;

CREATE OR REPLACE VIEW data_quality WITH (security_invoker = true) AS
WITH finding AS (
	TABLE check_protection
	UNION ALL TABLE check_events_without_cost
	UNION ALL TABLE check_reviews_without_cost
	UNION ALL TABLE check_bills_without_exchange_rate
	UNION ALL TABLE check_events_with_estimated_cost
	UNION ALL TABLE check_suspect_prices
	UNION ALL TABLE check_month_end_costs
	UNION ALL TABLE check_events_without_agent
	UNION ALL TABLE check_reviews_without_agent
	UNION ALL TABLE check_outcomes_without_agent
	UNION ALL TABLE check_agents_without_business_unit
	UNION ALL TABLE check_pools_without_participants
	UNION ALL TABLE check_events_without_work_item
	UNION ALL TABLE check_work_items
	UNION ALL TABLE check_agents_without_outcomes
	UNION ALL TABLE check_outcomes_without_rule
	UNION ALL TABLE check_unknown_layers
	UNION ALL TABLE check_layers_without_account
	UNION ALL TABLE check_unknown_agents
	UNION ALL TABLE check_events_out_of_service
	UNION ALL TABLE check_rows_in_quarantine
	UNION ALL TABLE check_conflicts
	UNION ALL TABLE check_baselines_without_agents
	UNION ALL TABLE check_quotes_without_agents
	UNION ALL TABLE check_rules_without_agents
	UNION ALL TABLE check_objectives_of_unknown_agents
	UNION ALL TABLE check_budgets_of_unknown_units
	UNION ALL TABLE check_budgets_of_unknown_lines
	UNION ALL TABLE check_shares_without_participants
	UNION ALL TABLE check_invoices_with_one_number
	UNION ALL TABLE check_revenue_counted_twice
),
spend AS (
	SELECT c.month, sum(c.cost) AS cost
	FROM (SELECT booked_month AS month, cost FROM event_months
		  UNION ALL SELECT month, cost FROM review_lines
		  UNION ALL SELECT month, amount FROM cost_pools) c
	GROUP BY GROUPING SETS (c.month, ())
),
-- A check that found nothing has one row, so that one sees that it was made.
result AS (
	SELECT check_order, check_name, meaning, month, found, examined, cost, example
	FROM finding
	WHERE found > 0
	UNION ALL
	SELECT check_order, check_name, meaning, NULL, 0, sum(examined), NULL, NULL
	FROM finding
	GROUP BY check_order, check_name, meaning
	HAVING coalesce(max(found), 0) <= 0
)
SELECT r.check_order, r.check_name, r.month,
	   r.found::bigint AS found,
	   r.cost::numeric(38,12) AS cost,
	   ratio(r.cost, s.cost)::numeric(32,6) AS spend_ratio,
	   r.meaning || coalesce(' For example: ' || rtrim(nullif(r.example, ''), '.') || '.', '') AS detail,
	   coalesce(r.examined, 0)::bigint AS examined,
	   (r.found / nullif(r.examined, 0))::numeric(32,6) AS found_ratio
FROM result r
LEFT JOIN spend s ON s.month IS NOT DISTINCT FROM r.month
ORDER BY r.check_order, r.month;

COMMENT ON VIEW data_quality IS
'What is missing or contradictory in the ledger. Checks by month have a row for each month in which something was found; a check that found nothing has one row with found = 0.';
COMMENT ON COLUMN data_quality.check_order IS 'Position in the report.';
COMMENT ON COLUMN data_quality.check_name IS 'What was looked for.';
COMMENT ON COLUMN data_quality.month IS 'Month in which it was found; empty: the check is of the whole ledger, or nothing was found.';
COMMENT ON COLUMN data_quality.found IS 'How many were found.';
COMMENT ON COLUMN data_quality.cost IS 'Cost that is on them, of agents in agents without business unit without their overhead; empty: none is known.';
COMMENT ON COLUMN data_quality.spend_ratio IS 'Its share of the cost of the month, or of the ledger, 0 to 1.';
COMMENT ON COLUMN data_quality.detail IS 'What it means and what to do, with one of what was found.';
COMMENT ON COLUMN data_quality.examined IS 'How many were looked at: events, outcomes, reviews, bills, pools, agents with cost, layers, months, work items or rows.';
COMMENT ON COLUMN data_quality.found_ratio IS 'found as a share of examined, 0 to 1.';
