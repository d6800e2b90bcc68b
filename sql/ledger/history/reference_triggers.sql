DO $do$
DECLARE
	reference record;
BEGIN
	FOR reference IN SELECT c.reference_table, c.kind FROM reference_catalogue c WHERE c.kind <> 'decision'
	LOOP
		IF reference.kind = 'master' THEN
			EXECUTE format('CREATE OR REPLACE TRIGGER stamp_master BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION runrate_internal.stamp_master()',
				reference.reference_table);
		ELSE
			-- In every role, as sessions keep what they have read also where rows come by replication
			EXECUTE format('CREATE OR REPLACE TRIGGER stamp_reference BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION runrate_internal.stamp_reference()',
				reference.reference_table);
			EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER stamp_reference', reference.reference_table);
		END IF;
		IF reference.kind = 'superseding' THEN
			EXECUTE format('CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %s EXECUTE FUNCTION runrate_internal.refuse_change()',
				reference.reference_table);
		END IF;
	END LOOP;

	FOR reference IN
		SELECT c.reference_table, (SELECT string_agg(quote_literal(a), ', ' ORDER BY n)
								   FROM unnest(c.key_column || c.not_logged) WITH ORDINALITY l(a, n)) AS arguments
		FROM reference_catalogue c
		WHERE c.key_column IS NOT NULL
	LOOP
		EXECUTE format('CREATE OR REPLACE TRIGGER log_change AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION runrate_internal.log_change(%s)',
			reference.reference_table, reference.arguments);
		EXECUTE format('CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s EXECUTE FUNCTION runrate_internal.refuse_truncate()',
			reference.reference_table);
	END LOOP;
	CREATE OR REPLACE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON changes
		EXECUTE FUNCTION runrate_internal.refuse_change('');
END;
$do$;
