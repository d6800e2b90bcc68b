-- Always enabled: rows that come by logical replication may replace seeds, too.
CREATE OR REPLACE TRIGGER replace_seed BEFORE INSERT ON cost_layers
	FOR EACH ROW EXECUTE FUNCTION runrate_internal.replace_seed();
CREATE OR REPLACE TRIGGER replace_seed BEFORE INSERT ON outcome_rules
	FOR EACH ROW EXECUTE FUNCTION runrate_internal.replace_seed();
CREATE OR REPLACE TRIGGER keep_settings BEFORE INSERT ON ledger_settings
	FOR EACH ROW EXECUTE FUNCTION runrate_internal.keep_settings();
ALTER TABLE cost_layers ENABLE ALWAYS TRIGGER replace_seed;
ALTER TABLE outcome_rules ENABLE ALWAYS TRIGGER replace_seed;
ALTER TABLE ledger_settings ENABLE ALWAYS TRIGGER keep_settings;
