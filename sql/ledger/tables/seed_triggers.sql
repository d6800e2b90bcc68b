-- Always enabled: rows that come by logical replication may replace seeds, too.
DO $do$
DECLARE
	seeded text;
BEGIN
	FOREACH seeded IN ARRAY ARRAY['cost_layers', 'accounts', 'outcome_rules', 'price_names', 'peer_benchmarks',
		'key_secret']
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER replace_seed BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION runrate_internal.replace_seed()', seeded);
		EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER replace_seed', seeded);
	END LOOP;
END;
$do$;
CREATE OR REPLACE TRIGGER keep_settings BEFORE INSERT ON ledger_settings
	FOR EACH ROW EXECUTE FUNCTION runrate_internal.keep_settings();
ALTER TABLE ledger_settings ENABLE ALWAYS TRIGGER keep_settings;
