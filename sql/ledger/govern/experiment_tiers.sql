CREATE OR REPLACE VIEW experiment_tiers WITH (security_invoker = true) AS
SELECT s.tier, s.requested, s.open, s.rejected, s.decided, s.failed,
	   (s.failed::numeric / nullif(s.decided, 0))::numeric(32,6) AS failed_ratio,
	   (CASE WHEN s.tier = 1 THEN usual_failures_low() END)::numeric(32,6) AS healthy_low_ratio,
	   (CASE WHEN s.tier = 1 THEN usual_failures_high() END)::numeric(32,6) AS healthy_high_ratio,
	   CASE WHEN s.tier > 1 THEN NULL
			WHEN s.decided = 0 THEN 'nothing decided'
			WHEN s.failed < s.decided * usual_failures_low() THEN 'too little risk'
			WHEN s.failed > s.decided * usual_failures_high() THEN 'too little learning'
			ELSE 'healthy' END AS assessment
FROM (SELECT tier, count(*) AS requested,
			 count(*) FILTER (WHERE status IN ('requested', 'approved')) AS open,
			 count(*) FILTER (WHERE status = 'rejected') AS rejected,
			 count(*) FILTER (WHERE status IN ('succeeded', 'failed')) AS decided,
			 count(*) FILTER (WHERE status = 'failed') AS failed
	  FROM experiment_states
	  GROUP BY tier) s;

COMMENT ON VIEW experiment_tiers IS 'How experiments end, by tier. Small ones are there to learn from: where nearly all succeed, too little is risked, where nearly all fail, too little is learnt.';
COMMENT ON COLUMN experiment_tiers.tier IS 'Tier at the request.';
COMMENT ON COLUMN experiment_tiers.requested IS 'Experiments requested.';
COMMENT ON COLUMN experiment_tiers.open IS 'Those neither rejected nor decided.';
COMMENT ON COLUMN experiment_tiers.rejected IS 'Those rejected.';
COMMENT ON COLUMN experiment_tiers.decided IS 'Those that succeeded or failed.';
COMMENT ON COLUMN experiment_tiers.failed IS 'Those that failed.';
COMMENT ON COLUMN experiment_tiers.failed_ratio IS 'failed by decided, 0 to 1; empty: nothing is decided.';
COMMENT ON COLUMN experiment_tiers.healthy_low_ratio IS 'Smallest healthy failed_ratio of tier 1: 0.30; empty in other tiers.';
COMMENT ON COLUMN experiment_tiers.healthy_high_ratio IS 'Largest healthy failed_ratio of tier 1: 0.40; empty in other tiers.';
COMMENT ON COLUMN experiment_tiers.assessment IS 'nothing decided, too little risk, healthy, or too little learning; empty in other tiers than 1.';
