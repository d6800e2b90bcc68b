CREATE OR REPLACE VIEW check_protection WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (5::bigint, 'protection'::text,
	'A trigger, function or table of the ledger is missing, disabled or not its owner''s: CALL runrate.repair_ledger.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) AS found, count(*) AS examined, NULL::numeric AS cost,
		min(l.object || ' ' || l.fault) AS example
	FROM ledger_faults l
) f ON true;
