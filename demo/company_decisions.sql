-- What the demo company has decided: about objectives that it missed, and about
-- new spend.  After its facts, so that alerts are raised by what is there.

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
