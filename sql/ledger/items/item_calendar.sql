CREATE OR REPLACE VIEW item_calendar WITH (security_invoker = true) AS
SELECT (c.first_month + make_interval(months => n::integer - 1))::date AS month
FROM (SELECT least((SELECT min(booked_month) FROM item_balances),
				   (SELECT min(booked_month) FROM event_postings),
				   (SELECT min(booked_month) FROM outcome_postings),
				   (SELECT min(booked_month) FROM review_postings)) AS first_month) c
CROSS JOIN LATERAL month_numbers(((extract(year FROM present_month()) - extract(year FROM c.first_month)) * 12
								  + extract(month FROM present_month()) - extract(month FROM c.first_month) + 1)::bigint) n;

COMMENT ON VIEW item_calendar IS 'The months from the first in which something of a work item is booked to the present one.';
COMMENT ON COLUMN item_calendar.month IS 'Month.';
