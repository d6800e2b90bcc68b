CREATE OR REPLACE FUNCTION check_work_item(item text) RETURNS boolean
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT CASE
			WHEN item = 'unattributed'
				THEN refuse('invalid_parameter_value', 'what has no work item cannot be explained as one',
							'Use explain_chargeback(month, business_unit).')
			WHEN EXISTS (SELECT FROM work_items w WHERE w.work_item = item)
				OR EXISTS (SELECT FROM item_days d WHERE d.work_item = item)
				THEN true
			ELSE refuse('undefined_object', format('work item %s does not exist',
				coalesce(quote_literal(item), 'NULL')),
						concat('Did you mean '
							   || quote_literal(nearest_name(item, (SELECT array_agg(n.work_item)
																	FROM (SELECT w.work_item FROM work_items w
																		  UNION SELECT d.work_item
																				FROM item_days d) n)))
							   || '? ', 'SELECT work_item FROM work_item_costs lists the work items.'))
			END;
	END;
COMMENT ON FUNCTION check_work_item(text) IS 'check_work_item(''T-1001''): true, or an error if there is no such work item.';
