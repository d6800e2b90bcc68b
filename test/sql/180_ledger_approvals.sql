--
-- New spend: tiers, who approves, and what became of it
--
SET client_min_messages = warning;
SET jit = off;
SET TimeZone = 'UTC';
\set SHOW_CONTEXT never
CREATE ROLE regress_owner LOGIN;
CREATE ROLE regress_ann LOGIN;
CREATE ROLE regress_bea LOGIN;
CREATE ROLE regress_carl LOGIN;
CREATE ROLE regress_dora LOGIN;
CREATE ROLE regress_eve LOGIN IN ROLE regress_carl;
SELECT current_database() AS db \gset
GRANT CREATE ON DATABASE :"db" TO regress_owner;
GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC;
SET SESSION AUTHORIZATION regress_owner;
CALL runrate.create_ledger('approval_test');
SET search_path = approval_test;
CALL grant_access('regress_ann', 'participant');
CALL grant_access('regress_bea', 'participant');
CALL grant_access('regress_carl', 'participant');
CALL grant_access('regress_dora', 'participant');
CALL grant_access('regress_eve', 'participant');
INSERT INTO approval_roles (login, approver_role) VALUES
    ('regress_bea', 'manager'), ('regress_bea', 'finance'), ('regress_carl', 'finance'), ('regress_dora', 'cfo'),
    ('regress_ann', 'manager'), ('regress_owner', 'manager');
-- gone tomorrow is not gone, gone since yesterday is
INSERT INTO approval_roles (login, approver_role, holds, valid_from) VALUES ('regress_dora', 'cfo', false, CURRENT_DATE + 2),
    ('regress_owner', 'manager', false, CURRENT_DATE - 2);
SELECT login, approver_role FROM approvers ORDER BY 1, 2;
SELECT tier, trim_scale(from_monthly) AS from_monthly, trim_scale(below_monthly) AS below_monthly, approver_role, second_approver_role
FROM approval_tiers ORDER BY tier;

-- The day decides nothing below: decisions are due in eight weeks
CREATE FUNCTION public.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
    detail text;
    hint text;
BEGIN
    EXECUTE statement INTO result;
    RETURN coalesce(result, 'done');
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(' / ', SQLSTATE, SQLERRM, CASE WHEN SQLSTATE NOT IN ('23502', '23514') THEN nullif(detail, '') END, nullif(hint, ''));
END;
$$;
CREATE FUNCTION public.ask(name text, estimate text, of_agent text DEFAULT NULL) RETURNS text LANGUAGE sql
RETURN public.try(format('SELECT request_experiment(%L, ''it works'', ''it does'', %s, current_date + 56, agent => %L)', name, estimate, of_agent));

-- The tiers of the source: nobody, manager and finance, CFO
SET SESSION AUTHORIZATION regress_ann;
SET search_path = approval_test, public;
SELECT e.estimate, ask('tier of ' || e.estimate, e.estimate) AS status FROM (VALUES (1, '0'), (2, '9999.99'), (3, '10000'), (4, '35000'), (5, '49999.999999'), (6, '50000'), (7, '80000')) e (n, estimate) ORDER BY n;
SELECT experiment, tier, approver_role, second_approver_role, trim_scale(below_monthly) AS below_monthly, recorded_by FROM experiments ORDER BY tier, experiment;

-- What is no request
SELECT ask('tier of 0', '1');
SELECT ask(' ', '1'), ask('estimate below zero', '-1'), ask('estimate that is none', '''NaN'''), ask('no end', '1e15'), ask('nothing', 'NULL');
SELECT try($$SELECT request_experiment('decided before', 'h', 'm', 1, '2026-01-01')$$) ~ '^22023 / an experiment is decided after the day on which it is requested / decide_on is 2026-01-01, the present day of the ledger \d{4}-\d\d-\d\d\.$' AS refused;
SELECT try($$SELECT request_experiment('no hypothesis', ' ', 'm', 1, current_date + 7)$$);
SELECT try($$SELECT request_experiment('both', 'h', 'm', 1, current_date + 7, agent => 'a', campaign => 'c')$$);
-- The ledger says who and which tier, whatever a row says
INSERT INTO experiments (experiment, hypothesis, success_metric, estimated_monthly, decide_on, tier, approver_role, recorded_by, recorded_at)
    VALUES ('forged', 'h', 'm', 80000, CURRENT_DATE + 7, 1, NULL, 'regress_dora', '2020-01-01');
SELECT tier, approver_role, recorded_by, recorded_at > now() - interval '1 day' AS now FROM experiments WHERE experiment = 'forged';

-- The claims filter of the source: 35,000 a month is for manager and finance
SELECT request_experiment('claims filter', 'it can filter 20 % of simple claims at 2 per claim', '20 % filtered at 2.50 or less', 35000, CURRENT_DATE + 56, 2.50, 'claims-filter');
SELECT cover_agent('claims filter', 'claims-filter-b');
SELECT try($$SELECT cover_agent('claims filter', 'claims-filter-b')$$) AS covered, try($$SELECT cover_agent('claims filter', 'claims-filter')$$) AS covered;
SELECT try($$SELECT approve_experiment('claims filter')$$) AS own_request;
SELECT try($$SELECT decide_experiment('claims filter', 'succeeded')$$) AS own_decision;
SET SESSION AUTHORIZATION regress_dora;
SELECT try($$SELECT approve_experiment('claims filter')$$) AS cfo_of_another_tier;
SELECT try($$SELECT approve_experiment('claim filter')$$) AS misspelt;
SELECT try($$SELECT approve_experiment(NULL)$$) AS nothing;
SELECT try($$SELECT cover_agent('claims filter', 'mine')$$) AS not_the_requester;
-- to become another role makes nobody another person
SET SESSION AUTHORIZATION regress_eve;
SET ROLE regress_carl;
SELECT try($$SELECT approve_experiment('claims filter')$$) AS by_set_role;
RESET ROLE;
INSERT INTO approval_roles (login, approver_role) VALUES ('regress_eve', 'finance');
-- Bea is both, and approves once
SET SESSION AUTHORIZATION regress_bea;
SELECT try($$SELECT approve_experiment('claims filter', as_role => 'cfo')$$) AS as_what_she_is_not;
SELECT approve_experiment('claims filter', 'fits the plan', as_role => 'manager');
SELECT try($$SELECT approve_experiment('claims filter', 'and the budget', as_role => 'finance')$$) AS twice;
SELECT try($$INSERT INTO experiment_steps (experiment, step, approver_role, recorded_by) VALUES ('claims filter', 'approve', 'finance', 'regress_carl')$$) AS by_hand;
SELECT try($$SELECT decide_experiment('claims filter', 'succeeded')$$) AS too_early;
SELECT status, missing_approval FROM experiment_board WHERE experiment = 'claims filter';
SET SESSION AUTHORIZATION regress_carl;
SELECT approve_experiment('claims filter', 'within the year''s budget');
SELECT try($$SELECT approve_experiment('claims filter')$$) AS once_more;
SET SESSION AUTHORIZATION regress_ann;
SELECT try($$SELECT cover_agent('claims filter', 'a third')$$) AS after_approval;
SET SESSION AUTHORIZATION regress_dora;
SELECT approve_experiment('tier of 80000');
SELECT try($$SELECT approve_experiment('tier of 0')$$) AS nothing_to_approve;
SET SESSION AUTHORIZATION regress_carl;
SELECT reject_experiment('tier of 35000', 'no owner');
SELECT try($$SELECT approve_experiment('tier of 35000')$$) AS rejected;
-- Its own request one may withdraw
SET SESSION AUTHORIZATION regress_ann;
SELECT reject_experiment('forged', 'a mistake');
SELECT try($$SELECT reject_experiment('tier of 80000', NULL)$$) AS withdrawn;

-- Append-only, and only the owner says who may approve
SELECT try($$UPDATE experiment_steps SET step = 'approve'$$), try($$INSERT INTO approval_roles (login, approver_role) VALUES ('regress_ann', 'cfo')$$), try($$INSERT INTO approval_limits (tier, from_monthly) VALUES (1, 0)$$);
SET SESSION AUTHORIZATION regress_owner;
SELECT try('DELETE FROM experiments'), try('UPDATE experiment_steps SET note = NULL'), try('TRUNCATE approval_roles'), try('UPDATE approval_limits SET tier = 2');

--
-- What experiments cost: by their agents or their campaign, from their month on
--
INSERT INTO agents (agent, unit_of_work) VALUES ('claims-filter', 'claim'), ('claims-filter-b', 'claim'), ('dear', 'ticket'), ('quiet', 'ticket');
INSERT INTO work_items (work_item, campaign) VALUES ('w1', 'pilot'), ('w2', 'pilot'), ('w3', NULL);
INSERT INTO events (occurred_at, agent, work_item, cost) VALUES
    (now() - interval '2 months', 'claims-filter', NULL, 1e6),
    (now(), 'claims-filter', NULL, 100), (now(), 'claims-filter-b', NULL, 150), (now(), 'dear', 'w1', 9999), (now(), 'quiet', 'w2', 1), (now(), 'quiet', 'w3', 7);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES (now(), 'claims-filter', 'adjudicated', 80), (now(), 'claims-filter-b', 'adjudicated', 20);
SET SESSION AUTHORIZATION regress_ann;
SELECT ask('dear', '9000', 'dear');
-- Names that nobody knows are said: nothing would ever be its cost
SELECT ask('mistyped', '9000', 'deer');
SELECT try($$SELECT request_experiment('mistyped, too', 'h', 'm', 1, current_date + 7, campaign => 'pilott')$$);
SELECT try($$SELECT cover_agent('mistyped, too', 'deer')$$), try($$SELECT cover_agent('mistyped', 'quite')$$);
SELECT request_experiment('pilot', 'h', 'm', 12000, CURRENT_DATE + 56, campaign => 'pilot');
SET SESSION AUTHORIZATION regress_owner;
INSERT INTO shared_costs (month, layer, amount, agent) VALUES (date_trunc('month', now() AT TIME ZONE 'UTC')::date, 'observability', 1, 'dear');
SELECT experiment, status, covers, tier, trim_scale(actual_cost) AS actual, projected_cost >= actual_cost AS projected, trim_scale(spent_cost) AS spent, outcomes,
    unit_cost, unit_cost_status, is_outgrown, outgrown_tier, is_overdue, is_unapproved_spend
FROM experiment_board WHERE experiment IN ('claims filter', 'dear', 'pilot', 'tier of 0') ORDER BY experiment;

INSERT INTO approval_roles (login, approver_role) VALUES ('regress_carl', 'finanz');

-- The owner changes the tiers: requests keep theirs
INSERT INTO approval_limits (tier, from_monthly, approver_role, second_approver_role) VALUES (1, 5, NULL, NULL), (2, 100, 'manager', NULL), (3, NULL, NULL, NULL);
SELECT tier, trim_scale(from_monthly) AS from_monthly, trim_scale(below_monthly) AS below_monthly, approver_role FROM approval_tiers ORDER BY tier;
SELECT tier, approver_role FROM experiments WHERE experiment = 'claims filter';
SELECT ask('below all', '1'), ask('anything', '1e6');
SELECT try($$INSERT INTO approval_limits (tier, from_monthly, second_approver_role) VALUES (4, 1, 'cfo')$$), try($$INSERT INTO approval_limits (tier, from_monthly, approver_role, second_approver_role) VALUES (4, 1, 'cfo', 'cfo')$$);

-- Small experiments: a third fails in a healthy company
SET SESSION AUTHORIZATION regress_ann;
SELECT decide_experiment('tier of 0', 'failed', 'as expected') AS steps, decide_experiment('tier of 9999.99', 'succeeded') AS steps;
SELECT try($$SELECT decide_experiment('tier of 0', 'succeeded')$$) AS decided, try($$SELECT decide_experiment('dear', 'nearly')$$) AS no_result;
SELECT tier, requested, open, rejected, decided, failed, failed_ratio, healthy_low_ratio, healthy_high_ratio, assessment FROM experiment_tiers ORDER BY tier;
SELECT decide_experiment('dear', 'succeeded');
SELECT failed_ratio, assessment FROM experiment_tiers WHERE tier = 1;
SET SESSION AUTHORIZATION regress_carl;
SELECT decide_experiment('claims filter', 'failed', '12 % at 3.10');
SELECT step_no, step, approver_role, agent, result, recorded_by, note FROM experiment_steps WHERE experiment = 'claims filter' ORDER BY step_no;
SELECT experiment, status, approval_by, approved_by, decided_by, is_outgrown FROM experiment_board WHERE tier > 1 ORDER BY experiment;
SELECT count(*) AS self_approved FROM experiment_steps s JOIN experiments e USING (experiment) WHERE s.step = 'approve' AND s.recorded_by = e.recorded_by;

RESET SESSION AUTHORIZATION;
RESET search_path;
DROP FUNCTION public.ask, public.try;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CALL runrate.drop_ledger('approval_test', confirm => 'approval_test');
DROP OWNED BY regress_owner, regress_ann, regress_bea, regress_carl, regress_dora, regress_eve;
DROP ROLE regress_owner, regress_ann, regress_bea, regress_carl, regress_dora, regress_eve;
