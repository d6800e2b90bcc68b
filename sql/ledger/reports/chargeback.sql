-- The amount shows the decimals of the currency, which are a constant of the ledger.
DO $do$
BEGIN
	EXECUTE format($sql$
		CREATE OR REPLACE VIEW chargeback WITH (security_invoker = true) AS
		SELECT l.month, l.service_month, l.pl_line, l.business_unit, l.agent,
			l.unit_of_work,
			   l.outcomes AS volume,
			   period_unit_cost(l.cost, l.outcomes, l.events, l.reviews)::numeric(32,6) AS unit_cost,
			   l.amount::numeric(38,%s) AS amount,
			   l.cost::numeric(38,12) AS exact_amount,
			   l.direct_cost::numeric(38,12) AS direct_cost,
			   l.review_cost::numeric(38,12) AS review_cost,
			   l.shared_cost::numeric(38,12) AS shared_cost,
			   l.amortization_cost::numeric(38,12) AS amortization_cost,
			   (l.shared_cost + l.amortization_cost)::numeric(38,12) AS overhead_cost,
			   is_over(l.month) AS is_complete
		FROM chargeback_lines l
		ORDER BY l.month, l.pl_line, l.business_unit, l.agent, l.service_month, l.unit_of_work
		$sql$, minor_unit());
END;
$do$;

COMMENT ON VIEW chargeback IS
'What each business unit is charged for each agent and unit of work, by month. The rows of a month sum to the cost of the company; what belongs to no business unit is charged to unattributed.';
COMMENT ON COLUMN chargeback.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN chargeback.service_month IS 'Month in which it took place. Before month: a line of a prior period, such as a reversal that was given a later day.';
COMMENT ON COLUMN chargeback.pl_line IS 'Line of the profit and loss statement; the business unit where none is named.';
COMMENT ON COLUMN chargeback.business_unit IS 'Business unit that pays: that of the work item, else that of the agent on the day of the event, outcome or review. A reversal is charged where its original was.';
COMMENT ON COLUMN chargeback.agent IS 'Agent.';
COMMENT ON COLUMN chargeback.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN chargeback.volume IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN chargeback.unit_cost IS 'exact_amount for each of them; empty: no outcomes.';
COMMENT ON COLUMN chargeback.amount IS
'What is booked, in whole minor units of the currency: exact_amount rounded up or down. The cost of the month is rounded (half away from zero) and given out by levels: to business units, in each to its agents, in each to its lines, always rounded down first and the rest one unit each to those that lost most (ties by name). So each level is within one minor unit of its exact sum, and all sum to the rounded month.';
COMMENT ON COLUMN chargeback.exact_amount IS 'The cost itself: the sum of direct_cost, review_cost and overhead_cost.';
COMMENT ON COLUMN chargeback.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN chargeback.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN chargeback.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN chargeback.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN chargeback.overhead_cost IS 'The sum of the last two.';
COMMENT ON COLUMN chargeback.is_complete IS 'Whether the month is over.';
