-- Added up by the columns of events first and named afterwards: the planner
-- knows how many groups there are, and so hashes them.
CREATE OR REPLACE VIEW event_cells WITH (security_invoker = true) AS
SELECT e.month,
	   coalesce(e.agent, 'unattributed') AS agent,
	   coalesce(e.own_business_unit, a.business_unit, 'unattributed') AS business_unit,
	   e.layer,
	   coalesce(e.provider, 'unattributed') AS vendor,
	   coalesce(sum(e.cost), 0) AS cost,
	   sum(e.events)::bigint AS events,
	   sum(e.unpriced_events)::bigint AS unpriced_events,
	   sum(e.tokens) AS tokens,
	   coalesce(sum(e.gpu_seconds), 0) AS gpu_seconds,
	   coalesce(sum(e.vectors_stored), 0) AS vectors_stored
FROM (SELECT month_of(e.occurred_at) AS month, e.agent, a.valid_from, own.business_unit AS own_business_unit, e.layer, e.provider,
			 runrate.exact_sum(e.cost) AS cost,
			 count(*) - 2 * count(e.reverses) AS events,
			 count(*) - count(e.cost) - 2 * count(e.reverses) FILTER (WHERE e.cost IS NULL) AS unpriced_events,
			 sum(coalesce(e.input_tokens, 0) + coalesce(e.cache_read_tokens, 0)
				 + coalesce(e.cache_write_tokens, 0) + coalesce(e.cache_write_5m_tokens, 0) + coalesce(e.cache_write_1h_tokens, 0)
				 + coalesce(e.cache_write_12h_tokens, 0) + coalesce(e.citation_tokens, 0)
				 + coalesce(e.input_audio_tokens, 0) + coalesce(e.cached_audio_tokens, 0)
				 + coalesce(e.input_image_tokens, 0) + coalesce(e.cached_image_tokens, 0)
				 + coalesce(e.input_video_tokens, 0) + coalesce(e.cached_video_tokens, 0)
				 + coalesce(e.output_tokens, 0) + coalesce(e.reasoning_tokens, 0)
				 + coalesce(e.output_audio_tokens, 0) + coalesce(e.output_image_tokens, 0)) AS tokens,
			 sum(e.quantity) FILTER (WHERE e.meter = 'gpu_seconds') AS gpu_seconds,
			 sum(e.quantity) FILTER (WHERE e.meter = 'vectors_stored') AS vectors_stored
	  FROM events e
	  LEFT JOIN agent_periods a ON a.agent = e.agent AND e.occurred_at >= a.starts_at AND e.occurred_at < a.ends_at
	  LEFT JOIN work_items own ON own.work_item = e.work_item AND own.business_unit IS NOT NULL
	  GROUP BY 1, 2, 3, 4, 5, 6) e
LEFT JOIN agents a ON a.agent = e.agent AND a.valid_from = e.valid_from
GROUP BY 1, 2, 3, 4, 5;

COMMENT ON VIEW event_cells IS 'Events by month, agent, business unit, layer and provider.';
COMMENT ON COLUMN event_cells.month IS 'Month.';
COMMENT ON COLUMN event_cells.agent IS 'Agent.';
COMMENT ON COLUMN event_cells.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN event_cells.layer IS 'Layer of cost.';
COMMENT ON COLUMN event_cells.vendor IS 'Provider.';
COMMENT ON COLUMN event_cells.cost IS 'Cost of the events whose cost is known.';
COMMENT ON COLUMN event_cells.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN event_cells.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN event_cells.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN event_cells.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN event_cells.vectors_stored IS 'Quantity on the meter vectors_stored.';
