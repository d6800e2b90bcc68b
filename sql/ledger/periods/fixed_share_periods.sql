CREATE OR REPLACE VIEW present_fixed_shares WITH (security_invoker = true) AS
SELECT r.share_key, r.agent, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.share_key, r.agent ORDER BY r.valid_from),
			'infinity') AS valid_until,
	   r.weight
FROM fixed_shares r
WHERE NOT EXISTS (SELECT FROM fixed_shares later
				  WHERE later.share_key = r.share_key AND later.agent = r.agent AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW present_fixed_shares IS
'The rows of fixed_shares that hold by what is known now. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN present_fixed_shares.share_key IS 'Name that the driver of a shared cost refers to.';
COMMENT ON COLUMN present_fixed_shares.agent IS 'Agent that bears the share.';
COMMENT ON COLUMN present_fixed_shares.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN present_fixed_shares.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN present_fixed_shares.weight IS 'Share; empty: the agent takes part no more.';

CREATE OR REPLACE VIEW fixed_share_periods WITH (security_invoker = true) AS
SELECT share_key, agent, valid_from, valid_until, weight
FROM closed_fixed_shares
WHERE in_force
UNION ALL
SELECT share_key, agent, greatest(valid_from, (SELECT open_from())), valid_until, weight
FROM present_fixed_shares
WHERE valid_until > (SELECT open_from());

COMMENT ON VIEW fixed_share_periods IS
'The rows of fixed_shares that hold, with the days for which each does: in closed months as they were known when these were closed.';
COMMENT ON COLUMN fixed_share_periods.share_key IS 'Name that the driver of a shared cost refers to.';
COMMENT ON COLUMN fixed_share_periods.agent IS 'Agent that bears the share.';
COMMENT ON COLUMN fixed_share_periods.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN fixed_share_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN fixed_share_periods.weight IS 'Share; empty: the agent takes part no more.';
