--
-- Alerts: what is raised, once, and what was done about it.  The figures are
-- those of the source texts.
--
SET client_min_messages = warning;
SET jit = off;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO';
\set SHOW_CONTEXT never
CREATE ROLE regress_alert_ann LOGIN;
CALL runrate.create_ledger('alert_test');
SET search_path = alert_test;
CALL grant_access('regress_alert_ann', 'participant');

CALL raise_alerts();
SELECT count(*) AS in_an_empty_ledger FROM alerts;

-- Monday, 4 May 2026 is the first day of the work below
CREATE PROCEDURE work(of_agent text, from_day date, days bigint, n bigint, unit_cost numeric, reviewed bigint DEFAULT 0, accurate bigint DEFAULT 0) LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO events (occurred_at, agent, cost) SELECT from_day + d * interval '1 day' + interval '9 hours', of_agent, n * unit_cost FROM generate_series(0, days - 1) d;
    INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT from_day + d * interval '1 day' + interval '9 hours', of_agent, 'resolved', n FROM generate_series(0, days - 1) d WHERE n > 0;
    INSERT INTO reviews (occurred_at, agent, fee, verdict) SELECT from_day + d * interval '1 day' + interval '9 hours', of_agent, 0, CASE WHEN r <= accurate THEN 'accurate' ELSE 'inaccurate' END
    FROM generate_series(0, days - 1) d, generate_series(1, reviewed) r;
END;
INSERT INTO business_units (business_unit, pl_line) VALUES ('service', 'Customer Service');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('csr', 'service', 'ticket'), ('hot', NULL, 'ticket'), ('burning', NULL, 'ticket'), ('good', NULL, 'ticket');
-- The morning report: 5 % above 1.60, accuracy below 0.90, 22 % reviewed where 15 % are agreed
INSERT INTO slos (agent, metric, target, tolerance) VALUES ('csr', 'cost_per_outcome', 1.60, NULL), ('csr', 'accuracy', 0.90, NULL), ('csr', 'review_ratio', 0.15, NULL),
    ('hot', 'cost_per_outcome', 0.40, NULL), ('burning', 'cost_per_outcome', 0.40, NULL), ('good', 'cost_per_outcome', 0.40, NULL);
CALL work('csr', '2026-05-04', 14, 100, 1.60, 15, 14);
CALL work('csr', '2026-05-18', 7, 100, 1.69, 22, 19);
CALL work('hot', '2026-05-04', 21, 100, 0.49);
CALL work('burning', '2026-05-04', 14, 100, 0.40);
CALL work('burning', '2026-05-18', 7, 100, 0.60);
CALL work('good', '2026-05-04', 21, 100, 0.40);
-- data of the day after, so that Sunday is over
CALL work('good', '2026-05-25', 1, 100, 0.40);

CALL raise_alerts('2026-05-25');
SELECT severity, kind, subject, metric, period_type, period_start, action, message FROM alert_board WHERE kind IN ('slo', 'drift') ORDER BY kind, severity DESC, subject, metric, period_start;
-- the same again is no news, and the days before neither
CALL raise_alerts('2026-05-25');
SELECT count(*) AS alerts, count(DISTINCT alert_key) AS keys, count(*) FILTER (WHERE kind = 'slo') AS slo FROM alerts;
-- a week later there is another week
CALL work('hot', '2026-05-25', 7, 100, 0.49);
CALL work('good', '2026-06-01', 1, 100, 0.40);
CALL raise_alerts('2026-06-01');
SELECT severity, action, message FROM alerts WHERE kind = 'slo' AND subject = 'hot' ORDER BY id;

-- Work items of three times the norm, budgets, usage without a price
INSERT INTO work_items (work_item, kind) SELECT 'item ' || i, 'refund' FROM generate_series(1, 20) i;
INSERT INTO events (occurred_at, agent, work_item, cost) SELECT '2026-06-01 10:00', 'good', 'item ' || i, CASE i WHEN 20 THEN 9 ELSE 1 END FROM generate_series(1, 20) i;
INSERT INTO budgets (business_unit, valid_from, monthly_amount) VALUES ('service', '2026-05-01', 3000);
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) VALUES ('2026-06-01 11:00', 'good', 'acme', 'new', 1000);
INSERT INTO api_keys (api_key, provider, owner, created_on) VALUES ('gateway-2026', 'acme', 'platform', '2026-02-01'), ('old', 'acme', NULL, '2025-01-01'), ('young', 'acme', NULL, '2026-05-30');
INSERT INTO api_keys (api_key, created_on, is_in_use) VALUES ('old', '2026-01-01', false);
CALL raise_alerts('2026-06-01');
SELECT severity, kind, subject, period_start, action, message FROM alert_board WHERE kind NOT IN ('slo', 'drift', 'anomaly') ORDER BY kind, subject;

-- Keys: rotated ones are no alert, and none is ever taken in
INSERT INTO api_keys (api_key, created_on) VALUES ('gateway-2026', '2026-06-02');
SELECT api_key, rotate_by FROM key_rotation ORDER BY 1;
CREATE FUNCTION try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    EXECUTE statement;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(' / ', SQLSTATE, SQLERRM, nullif(hint, ''));
END;
$$;
SELECT k, try(format('INSERT INTO api_keys (api_key, created_on) VALUES (%L, ''2026-01-01'')', k)) FROM (VALUES ('sk-proj-1'), ('sk_live_1'), ('xai-1'), ('AIzaSyD'), ('ghp_1'), (repeat('0123456789', 4)), (''), ('skills of May')) v (k);

-- Experiments: outgrown, overdue, not approved
INSERT INTO agents (agent) VALUES ('pilot');
SELECT request_experiment('pilot', 'h', 'm', 9000, current_date + 1, agent => 'pilot');
INSERT INTO events (occurred_at, agent, cost) VALUES (now(), 'pilot', 10000);
SELECT request_experiment('unasked', 'h', 'm', 20000, current_date + 1, agent => 'pilot');
CALL raise_alerts(CURRENT_DATE);
SELECT severity, kind, subject, action, regexp_replace(message, '\d{4}-\d\d-\d\d', 'DAY') AS message FROM alerts WHERE kind IN ('outgrown', 'overdue', 'unapproved_spend') ORDER BY kind, subject;

-- What was done about it, and by whom
SELECT alert AS burning FROM alert_board WHERE subject = 'burning' AND kind = 'slo' ORDER BY alert LIMIT 1 \gset
SET SESSION AUTHORIZATION regress_alert_ann;
SELECT acknowledge_alert(:burning, 'retry storm'), decide_alert(:burning, 'roll the prompt back', '2026-05-28');
SELECT try('SELECT acknowledge_alert(0)'), try('SELECT acknowledge_alert(NULL)'), try(format('SELECT decide_alert(%s, '' '')', :burning)), try(format('SELECT decide_alert(%s, NULL)', :burning));
SELECT try('INSERT INTO alerts (alert_key, kind, severity, subject, action, message) VALUES (''x'', ''slo'', 4, ''a'', ''pause'', ''made up'')'), try('CALL raise_alerts()'), try('UPDATE alert_outbox SET delivered_at = now()');
RESET SESSION AUTHORIZATION;
SELECT status, acknowledged_by, decision, due_on, decided_by, resolved_by, failed_attempts FROM alert_board WHERE alert = :burning;
SELECT agent, metric, period_start, decision, decided_by, is_resolved FROM slo_decisions WHERE alert = :burning;
-- Not done by its day; and whatever is red and has no decision after two days
CALL raise_alerts('2026-06-02');
SELECT kind, replace(subject, :'burning', 'N') AS subject, action, replace(message, :'burning', 'N') AS message FROM alerts WHERE kind = 'decision_due';
CALL raise_alerts(CURRENT_DATE + 2);
SELECT count(*) > 0 AS undecided, count(*) FILTER (WHERE subject = 'alert ' || :burning) AS decided FROM alerts WHERE kind = 'undecided';
SELECT resolve_alert(:burning, 'done');
SELECT try(format('SELECT acknowledge_alert(%s)', :burning)), try('DELETE FROM alerts'), try('UPDATE alert_steps SET note = NULL'), try('TRUNCATE alert_steps');
-- What is raised for a day that is far off could not be raised again when it comes
SELECT day, try(format('CALL raise_alerts(%L)', day)) FROM unnest('{infinity,2090-01-01,1026-05-25}'::date[]) day;
SELECT step_no, step, decision, due_on, recorded_by = session_user AS mine, note FROM alert_steps WHERE alert = :burning ORDER BY step_no;
-- Each is in the outbox
SELECT count(*) = (SELECT count(*) FROM alerts) AS all_queued, count(delivered_at) AS delivered FROM alert_outbox;

RESET search_path;
CALL runrate.drop_ledger('alert_test', confirm => 'alert_test');
DROP OWNED BY regress_alert_ann;
DROP ROLE regress_alert_ann;
