-- What customers with a name have is taken off the company; unattributed has the rest.
CREATE OR REPLACE VIEW computed_customer_classes WITH (security_invoker = true) AS
SELECT month, customer, sum(cost) FILTER (WHERE class IS NOT NULL) AS opex_cost,
	   sum(cost) FILTER (WHERE class IS NULL) AS unclassified_cost
FROM (SELECT c.month, n.customer, c.class, n.sign * c.cost AS cost
	  FROM customer_class_costs c
	  CROSS JOIN LATERAL (VALUES (c.customer, 1), ('unattributed', -1)) n (customer, sign)
	  UNION ALL
	  SELECT b.month, 'unattributed'::text, a.class, b.cost
	  FROM (SELECT month, layer, sum(cost) AS cost FROM vendor_lines GROUP BY month, layer) b
	  CROSS JOIN LATERAL layer_accounts(b.layer, b.month) a
	  WHERE a.class IS DISTINCT FROM 'cogs') c
GROUP BY month, customer;

COMMENT ON VIEW computed_customer_classes IS 'What customer_classes is in open months, computed for all of them.';
COMMENT ON COLUMN computed_customer_classes.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN computed_customer_classes.customer IS 'Customer; unattributed: what belongs to none.';
COMMENT ON COLUMN computed_customer_classes.opex_cost IS 'Cost on accounts of class opex; empty: none.';
COMMENT ON COLUMN computed_customer_classes.unclassified_cost IS 'Cost on accounts without a class; empty: none.';

CREATE OR REPLACE VIEW customer_classes WITH (security_invoker = true) AS
SELECT month, name AS customer, opex_cost, unclassified_cost
FROM closed_groups
WHERE in_force AND grouped_by = 'customer'
UNION ALL
SELECT month, customer, opex_cost, unclassified_cost
FROM computed_customer_classes
WHERE month >= (SELECT open_from()) AND month < (SELECT open_until());

COMMENT ON VIEW customer_classes IS 'What of the costs of customers is no cost of goods sold, by month, in closed months as when these were closed. Rows of a month sum to the company.';
COMMENT ON COLUMN customer_classes.month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN customer_classes.customer IS 'Customer; unattributed: what belongs to none.';
COMMENT ON COLUMN customer_classes.opex_cost IS 'Cost on accounts of class opex; empty: none.';
COMMENT ON COLUMN customer_classes.unclassified_cost IS 'Cost on accounts without a class; empty: none.';
