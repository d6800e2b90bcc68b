-- What the demo company has planned and decided: what outcomes may cost, who
-- leaves the payroll, which models go, about objectives that it missed, and about
-- new spend.  After its facts, so that alerts are raised by what is there.

\warn 'loading 6 of 6: budgets, alerts and decisions'

-- The budget of October was agreed agent by agent.  support-classic was to be
-- gone, so that all it costs is unbudgeted.
INSERT INTO ledger.outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES
	('support-chat',       '2026-10-01', 1.00, 52000),
	('support-email',      '2026-10-01', 2.00, 40000),
	('support-voice',      '2026-10-01', 1.60, 25000),
	('claims-adjudicator', '2026-10-01', 2.75, 5000),
	('claims-intake',      '2026-10-01', 1.35, 3300),
	('loan-originator',    '2026-10-01', 1.80, 2100);

INSERT INTO ledger.reallocations (month, agent, purpose, amount, reason) VALUES
	('2026-10-01', 'support-chat', 'alpha-next for support-chat', 3000, 'a ticket at $0.94 against $1.00');

INSERT INTO ledger.headcounts (agent, kind, valid_from, ftes, yearly_cost, reason) VALUES
	('support-chat',       'planned',  '2026-05-01', 40, 2600000, NULL),
	('support-chat',       'realised', '2026-08-01', 31, 2015000, 'nine were redeployed to voice'),
	('claims-adjudicator', 'planned',  '2026-01-01', 6, 510000, NULL);

INSERT INTO ledger.parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost, note) VALUES
	('support-classic', 'support-chat', '2026-05-01', '2026-06-30', 60000, 'until chat has proved stable');

INSERT INTO ledger.model_lifecycles (provider, model, deprecated_on, retires_on, successor_provider, successor_model) VALUES
	('beta', 'beta-classic', '2026-07-01', '2027-01-31', 'alpha', 'alpha-small');

SELECT ledger.plan_transition('support-voice', 'alpha', 'alpha-large', 'alpha', 'alpha-small', planned_on => '2027-02-15',
							  one_off_cost => 12000, from_month => '2026-10-01', to_month => '2026-10-01') \g /dev/null

INSERT INTO ledger.vendor_quotes (vendor, unit_of_work, price, charged_per, outcomes_charged, monthly_fee, note) VALUES
	('Fin',    'ticket', 0.99, 'resolution', 'counted', 0, 'list price'),
	('Sierra', 'ticket', 1.50, 'conversation', 'all', 2500, 'offer of September');

INSERT INTO ledger.api_keys (api_key, provider, owner, created_on) VALUES
	('gateway alpha', 'alpha', 'platform team', '2026-09-14'),
	('gateway beta',  'beta',  'platform team', '2026-03-02');

-- What happened on days of its own is written as a backup is restored: who and
-- when are otherwise for nobody to say.
INSERT INTO ledger.approval_roles (login, approver_role) VALUES
	('vp-support', 'manager'), ('vp-claims', 'manager'), ('fpa', 'finance'), ('cfo', 'cfo');

CALL ledger.raise_alerts('2026-11-01');

SET LOCAL runrate.restoring = on;

INSERT INTO ledger.alert_steps (alert, step_no, step, decision, due_on, recorded_at, recorded_by)
SELECT a.id, 1, 'decide', d.decision, d.due_on, d.decided_at, d.decided_by
FROM ledger.alerts a
JOIN (VALUES
		('support-classic',    'accuracy',         'retire', date '2026-11-30', timestamptz '2026-11-04 10:00+00', 'vp-support'),
		('claims-adjudicator', 'cost_per_outcome', 'pilot on alpha-small, then decide', '2026-12-15', '2026-11-05 15:00+00', 'cfo'),
		('support-voice',      'accuracy',         'retrain', '2026-12-01', '2026-11-04 10:05+00', 'vp-support')
	 ) AS d(agent, metric, decision, due_on, decided_at, decided_by)
	ON a.subject = d.agent AND a.metric = d.metric
WHERE a.kind = 'slo' AND a.period_type = 'month';

INSERT INTO ledger.experiments (experiment, hypothesis, success_metric, estimated_monthly, target_unit_cost, decide_on, tier,
								below_monthly, approver_role, second_approver_role, recorded_at, recorded_by) VALUES
	('contact-center escalation agent', 'customers who call twice are lost', 'escalations down 40 %, at most $2.10 a ticket',
	 80000, 2.10, '2026-12-10', 3, NULL, 'cfo', NULL, '2026-10-20 09:00+00', 'vp-support'),
	('claims pre-filter', 'simple claims need no adjudicator', '20 % of claims filtered, at most $2.50 a claim',
	 12000, 2.50, '2026-12-07', 2, 50000, 'manager', 'finance', '2026-10-12 09:00+00', 'claims-lead'),
	('alpha-next for support-chat', 'the next model is as cheap and better', 'accuracy above 92 % at the same cost',
	 4000, NULL, '2026-12-15', 1, 10000, NULL, NULL, '2026-10-18 09:00+00', 'chat-team');

INSERT INTO ledger.experiment_steps (experiment, step_no, step, approver_role, recorded_at, recorded_by) VALUES
	('claims pre-filter', 1, 'approve', 'manager', '2026-10-13 09:00+00', 'vp-claims'),
	('claims pre-filter', 2, 'approve', 'finance', '2026-10-14 16:00+00', 'fpa');

SET LOCAL runrate.restoring = off;
