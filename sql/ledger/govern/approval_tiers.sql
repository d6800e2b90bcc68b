CREATE OR REPLACE VIEW approval_tiers WITH (security_invoker = true) AS
SELECT t.tier, t.from_monthly::numeric(38,12) AS from_monthly,
	   (lead(t.from_monthly) OVER (ORDER BY t.from_monthly, t.tier))::numeric(38,12) AS below_monthly,
	   t.approver_role, t.second_approver_role
FROM (SELECT DISTINCT ON (l.tier) l.tier, l.from_monthly, l.approver_role, l.second_approver_role
	  FROM approval_limits l
	  WHERE l.valid_from <= day_of(now())
	  ORDER BY l.tier, l.valid_from DESC, l.recorded_at DESC, l.id DESC) t
WHERE t.from_monthly IS NOT NULL
UNION ALL
SELECT u.tier, usual_tier_start(u.tier)::numeric(38,12), usual_tier_start(u.tier + 1)::numeric(38,12),
	   u.approver_role, u.second_approver_role
FROM (VALUES (1::bigint, NULL::text, NULL::text), (2, 'manager', 'finance'), (3, 'cfo', NULL))
	u (tier, approver_role, second_approver_role)
WHERE NOT EXISTS (SELECT FROM approval_limits l WHERE l.valid_from <= day_of(now()));

COMMENT ON VIEW approval_tiers IS 'The tiers of new spend that hold on the present day, by approval_limits. SELECT * FROM approval_tiers ORDER BY tier.';
COMMENT ON COLUMN approval_tiers.tier IS 'Tier.';
COMMENT ON COLUMN approval_tiers.from_monthly IS 'Smallest estimate for a month.';
COMMENT ON COLUMN approval_tiers.below_monthly IS 'The estimate has to be below it; empty: there is no larger tier.';
COMMENT ON COLUMN approval_tiers.approver_role IS 'Who has to approve; empty: nobody.';
COMMENT ON COLUMN approval_tiers.second_approver_role IS 'Who has to approve beside that; empty: nobody.';
