CREATE OR REPLACE VIEW work_item_anomalies WITH (security_invoker = true) AS
WITH items AS (
	-- An item belongs to the month in which it was last worked on, with all of its cost.
	-- Owner and unit of work do not matter, so that the balances are enough.
	SELECT work_item, coalesce(agent, 'unattributed') AS agent,
		   max(owned_on) FILTER (WHERE events IS NOT NULL) AS day, coalesce(sum(cost), 0) AS direct_cost
	FROM item_days
	GROUP BY work_item, agent
	-- not one of which nothing is priced yet
	HAVING max(owned_on) FILTER (WHERE events IS NOT NULL) IS NOT NULL
	   AND (sum(unpriced_events) < sum(events) OR coalesce(sum(unpriced_events), 0) = 0)
),
compared AS (
	SELECT items.*, work_items.kind, runrate.baseline(direct_cost::double precision)
		OVER (PARTITION BY items.agent, work_items.kind, first_of_month(day)) AS norm
	FROM items LEFT JOIN work_items USING (work_item)
),
scored AS (
	SELECT *, runrate.cost_multiple(direct_cost::double precision, norm) AS cost_multiple,
		   runrate.robust_score(direct_cost::double precision, norm) AS robust_score
	FROM compared
	WHERE (norm).n >= 8
)
SELECT work_item::text AS work_item, agent::text AS agent, kind::text AS kind, first_of_month(day) AS month, day,
	   direct_cost::numeric(38,12) AS direct_cost, (norm).mean::numeric(38,12) AS norm_cost,
			(norm).median::numeric(38,12) AS median_cost,
	   bounded(cost_multiple)::numeric(32,6) AS cost_multiple, bounded(robust_score)::numeric(32,6) AS robust_score,
	   concat_ws(', ', CASE WHEN cost_multiple >= multiple_limit() THEN format('%s times the norm',
			trim_scale(round(bounded(cost_multiple), 1))) END,
				 CASE WHEN robust_score > score_limit() THEN format('robust score %s among %s items',
						round(bounded(robust_score), 1), (norm).n) END) AS reason,
	   (direct_cost - (norm).mean::numeric)::numeric(38,12) AS excess_cost
FROM scored
WHERE cost_multiple >= multiple_limit() OR robust_score > score_limit()
ORDER BY month DESC, excess_cost DESC, work_item, agent;

COMMENT ON VIEW work_item_anomalies IS 'Work items that cost three times the mean of their like or have a robust score above 3.5. Their like are the items of the same agent, kind and month, at least eight with it.';
COMMENT ON COLUMN work_item_anomalies.work_item IS 'Work item.';
COMMENT ON COLUMN work_item_anomalies.agent IS 'Agent that worked on it; an item of two agents is judged for each.';
COMMENT ON COLUMN work_item_anomalies.kind IS 'Kind of work, from work_items; empty: not known, which is a kind of its own.';
COMMENT ON COLUMN work_item_anomalies.month IS 'Month of its last event.';
COMMENT ON COLUMN work_item_anomalies.day IS 'Day of its last event.';
COMMENT ON COLUMN work_item_anomalies.direct_cost IS 'Cost of its events.';
COMMENT ON COLUMN work_item_anomalies.norm_cost IS 'Mean cost of its like.';
COMMENT ON COLUMN work_item_anomalies.median_cost IS 'Median cost of its like.';
COMMENT ON COLUMN work_item_anomalies.cost_multiple IS 'direct_cost divided by norm_cost.';
COMMENT ON COLUMN work_item_anomalies.robust_score IS 'How many standard deviations direct_cost is above the median, see runrate.robust_score; empty if the items have no spread.';
COMMENT ON COLUMN work_item_anomalies.reason IS 'Why the item is listed.';
COMMENT ON COLUMN work_item_anomalies.excess_cost IS 'Cost above norm_cost.';
