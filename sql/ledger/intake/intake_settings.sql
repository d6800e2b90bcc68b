CREATE OR REPLACE VIEW intake_settings WITH (security_invoker = true) AS
SELECT f.fact_oid, s.time_zone, k.secret AS key_secret, s.keep_usage, t.key_table::oid AS key_table
FROM facts_catalogue f
CROSS JOIN ledger_settings s
CROSS JOIN key_secret k
LEFT JOIN key_tables t ON t.fact_table = f.fact_table;

COMMENT ON VIEW intake_settings IS 'What the trigger of a table of facts has to know of its ledger.';
COMMENT ON COLUMN intake_settings.fact_oid IS 'Number of the table.';
COMMENT ON COLUMN intake_settings.time_zone IS 'Time zone of days.';
COMMENT ON COLUMN intake_settings.key_secret IS 'Secret with which keys are hashed.';
COMMENT ON COLUMN intake_settings.keep_usage IS 'Whether usage objects are kept once they have been read.';
COMMENT ON COLUMN intake_settings.key_table IS 'Number of the table that its keys are unique in; empty: it is that itself.';
