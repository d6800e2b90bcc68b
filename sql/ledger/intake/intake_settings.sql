CREATE OR REPLACE VIEW intake_settings WITH (security_invoker = true) AS
SELECT f.fact_oid, s.time_zone, k.secret AS key_secret, s.keep_usage
FROM facts_catalogue f
CROSS JOIN ledger_settings s
CROSS JOIN key_secret k;

COMMENT ON VIEW intake_settings IS 'What the trigger of a table of facts has to know of its ledger.';
COMMENT ON COLUMN intake_settings.fact_oid IS 'Number of the table.';
COMMENT ON COLUMN intake_settings.time_zone IS 'Time zone of days.';
COMMENT ON COLUMN intake_settings.key_secret IS 'Secret with which keys are hashed.';
COMMENT ON COLUMN intake_settings.keep_usage IS 'Whether usage objects are kept once they have been read.';
