-- Each day has what the days up to it have, less what the days before have: so
-- they sum to the share exactly.
CREATE OR REPLACE VIEW even_days WITH (security_invoker = true) AS
SELECT s.month, s.first_day + n::integer - 1 AS day, s.agent, s.business_unit, s.unit_of_work,
	   runrate_internal.share_of(s.cost, n, s.days) - runrate_internal.share_of(s.cost, n - 1, s.days) AS overhead_cost,
	   runrate_internal.share_of(s.amortization, n, s.days) - runrate_internal.share_of(s.amortization, n - 1,
			s.days) AS amortization_cost
FROM (SELECT s.month, s.agent, s.business_unit, s.unit_of_work, s.cost, s.amortization,
			 CASE WHEN s.serves THEN s.first_served ELSE s.first_held END AS first_day,
			 CASE WHEN s.serves THEN s.last_served - s.first_served ELSE greatest(s.last_held - s.first_held, 0) END
					+ 1 AS days
	  FROM (SELECT s.*, greatest(s.first_held, s.hired) AS first_served, least(s.last_held, s.retired) AS last_served,
				   greatest(s.first_held, s.hired) <= least(s.last_held, s.retired) AS serves
			FROM (SELECT s.service_month AS month, s.agent, s.business_unit, s.unit_of_work, s.cost, s.amortization,
						 a.hired, a.retired,
						 greatest(s.service_month, a.valid_from) AS first_held,
						 least(next_month(s.service_month) - 1, a.valid_until - 1, day_of(now())) AS last_held
				  FROM (SELECT service_month, agent, agent_from, business_unit, unit_of_work, sum(cost) AS cost,
							   coalesce(sum(cost) FILTER (WHERE pool_kind <> 'shared_cost'), 0) AS amortization
						FROM (SELECT service_month, agent, agent_from, business_unit, unit_of_work, pool_kind, cost
							  FROM agent_shares
							  UNION ALL
							  SELECT service_month, agent, agent_from, business_unit, unit_of_work, pool_kind, cost
							  FROM measured_shares
							  WHERE driver_quantity IS NULL) s
						GROUP BY service_month, agent, agent_from, business_unit, unit_of_work) s
				  LEFT JOIN agent_periods a ON a.agent = s.agent AND a.valid_from = s.agent_from) s) s
	  WHERE s.cost <> 0 OR s.amortization <> 0) s
CROSS JOIN LATERAL month_numbers(s.days) n;

COMMENT ON VIEW even_days IS 'Overhead that no work of the agent decides about, by day: evenly over its days of service in the month, to the present day; over all days of the month for what nobody takes part in.';
COMMENT ON COLUMN even_days.month IS 'Month of the day.';
COMMENT ON COLUMN even_days.day IS 'Day.';
COMMENT ON COLUMN even_days.agent IS 'Agent; unattributed: nobody takes part.';
COMMENT ON COLUMN even_days.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN even_days.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN even_days.overhead_cost IS 'Share of shared costs and of the amortization of investments.';
COMMENT ON COLUMN even_days.amortization_cost IS 'What of it is amortization.';
