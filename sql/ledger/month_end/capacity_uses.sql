-- Events have the tier by the name that they came with.
CREATE OR REPLACE FUNCTION capacity_uses(from_month date, to_month date, OUT commitment text, OUT month date,
	OUT agent text, OUT used numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT c.commitment, first_of_month(e.owned_on), coalesce(e.agent, 'unattributed'),
		CASE WHEN c.kind = 'seats' AND c.meter IS NULL THEN 1 ELSE sum(m.quantity) END
	FROM commitment_terms c
	JOIN events e ON e.provider = c.provider AND (c.model IS NULL OR e.model = c.model)
		AND e.owned_on >= greatest(c.starts_on, capacity_uses.from_month)
		AND e.owned_on < least(c.ends_before, next_month(capacity_uses.to_month))
	CROSS JOIN LATERAL (
		SELECT sum(q.quantity) AS quantity
		FROM (VALUES ('input_tokens', e.input_tokens::numeric), ('cache_read_tokens', e.cache_read_tokens),
			('cache_write_tokens', e.cache_write_tokens), ('cache_write_5m_tokens', e.cache_write_5m_tokens),
			('cache_write_1h_tokens', e.cache_write_1h_tokens), ('cache_write_12h_tokens', e.cache_write_12h_tokens),
			('input_audio_tokens', e.input_audio_tokens), ('cached_audio_tokens', e.cached_audio_tokens),
			('input_image_tokens', e.input_image_tokens), ('cached_image_tokens', e.cached_image_tokens),
			('input_video_tokens', e.input_video_tokens), ('cached_video_tokens', e.cached_video_tokens),
			('output_tokens', e.output_tokens), ('reasoning_tokens', e.reasoning_tokens),
			('output_audio_tokens', e.output_audio_tokens), ('output_image_tokens', e.output_image_tokens),
			('requests', e.requests), (e.meter, e.quantity)) q (meter, quantity)
		WHERE CASE WHEN c.meter IS NULL THEN q.meter ~ '_tokens$' ELSE q.meter = c.meter END
	) m
	WHERE c.kind <> 'credit' AND e.reverses IS NULL AND e.corrects IS NULL
		AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id)
		AND (c.service_tier IS NULL OR c.service_tier = coalesce((
			SELECT n.price_name FROM price_names n WHERE n.dimension = 'service_tier' AND n.name = e.service_tier
			ORDER BY n.recorded_at DESC, n.id DESC LIMIT 1), e.service_tier, 'standard'))
	GROUP BY c.commitment, c.kind, c.meter, first_of_month(e.owned_on), e.agent;
END;

COMMENT ON FUNCTION capacity_uses(date, date) IS
'capacity_uses(''2026-01-01'', ''2026-01-01''): what each agent used of throughput and seats in these months, in the unit of the capacity.';
