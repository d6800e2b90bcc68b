CREATE OR REPLACE VIEW review_rests WITH (security_invoker = true) AS
SELECT r.month, max(r.day) AS day, r.agent, r.business_unit, r.unit_of_work, sum(r.cost) AS review_cost
FROM (SELECT service_month AS month, NULL::date AS day, agent, business_unit, unit_of_work, cost
	  FROM review_lines
	  UNION ALL
	  SELECT first_of_month(d.owned_on), d.owned_on, coalesce(d.agent, 'unattributed'),
			 coalesce(d.own_unit, a.business_unit, 'unattributed'), coalesce(a.unit_of_work, 'unattributed'),
			 -summed_review_cost(sum(d.minute_cost), sum(d.fees))
	  FROM review_days d
	  LEFT JOIN agent_periods a ON a.agent = d.agent AND d.owned_on >= a.valid_from AND d.owned_on < a.valid_until
	  -- as cell_days
	  GROUP BY d.owned_on, d.agent, a.valid_from, coalesce(d.own_unit, a.business_unit, 'unattributed'),
			a.unit_of_work) r
GROUP BY r.month, r.agent, r.business_unit, r.unit_of_work
HAVING sum(r.cost) <> 0;

COMMENT ON VIEW review_rests IS 'What the lines of the book have more than their days, whose reviews are cut off after 12 decimals: on the last day with a review.';
COMMENT ON COLUMN review_rests.month IS 'Month of the day.';
COMMENT ON COLUMN review_rests.day IS 'Day.';
COMMENT ON COLUMN review_rests.agent IS 'Agent.';
COMMENT ON COLUMN review_rests.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN review_rests.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN review_rests.review_cost IS 'Cost of reviews.';
