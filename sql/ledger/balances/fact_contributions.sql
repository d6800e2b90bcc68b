-- What a row of facts adds to the sums, in the words of SQL; the trigger
-- post_facts does the same when the row arrives.

CREATE OR REPLACE FUNCTION fact_kind(reverses bigint, corrects bigint) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN reverses IS NOT NULL THEN 'reversal'
				WHEN corrects IS NOT NULL THEN 'correction'
				ELSE 'original' END;
COMMENT ON FUNCTION fact_kind(bigint, bigint) IS 'fact_kind(e.reverses, e.corrects): original, reversal or correction.';

CREATE OR REPLACE VIEW event_contributions WITH (security_invoker = true) AS
SELECT first_of_month(e.booked_on) AS booked_month, e.owned_on, e.agent, e.layer, e.provider, e.model, e.cost_basis,
	   fact_kind(e.reverses, e.corrects) AS kind, e.work_item,
	   e.event_count AS events,
	   CASE WHEN e.reverses IS NULL AND e.corrects IS NULL AND r.id IS NULL THEN e.event_count END AS live_events,
	   CASE WHEN e.cost IS NULL THEN e.event_count END AS unpriced_events,
	   coalesce(e.input_tokens, 0)::numeric + coalesce(e.cache_read_tokens, 0) + coalesce(e.cache_write_tokens, 0)
		+ coalesce(e.cache_write_5m_tokens, 0) + coalesce(e.cache_write_1h_tokens, 0)
		+ coalesce(e.cache_write_12h_tokens, 0) + coalesce(e.citation_tokens, 0)
		+ coalesce(e.input_audio_tokens, 0) + coalesce(e.cached_audio_tokens, 0)
		+ coalesce(e.input_image_tokens, 0) + coalesce(e.cached_image_tokens, 0)
		+ coalesce(e.input_video_tokens, 0) + coalesce(e.cached_video_tokens, 0)
		+ coalesce(e.output_tokens, 0) + coalesce(e.reasoning_tokens, 0)
		+ coalesce(e.output_audio_tokens, 0) + coalesce(e.output_image_tokens, 0) AS tokens,
	   e.cost,
	   CASE WHEN e.reverses IS NULL AND e.corrects IS NULL THEN least(e.cost, 0)
			WHEN e.cost > 0 AND (SELECT o.corrects IS NULL FROM events o WHERE o.id = e.reverses) THEN e.cost
	   END AS credit_cost,
	   CASE WHEN e.meter = 'gpu_seconds' THEN e.quantity END AS gpu_seconds,
	   CASE WHEN e.meter = 'vectors_stored' THEN e.quantity END AS vectors_stored
FROM events e
LEFT JOIN events r ON r.reverses = e.id;

COMMENT ON VIEW event_contributions IS 'What each event adds to the sums of event_postings, event_days and event_months.';
COMMENT ON COLUMN event_contributions.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN event_contributions.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN event_contributions.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN event_contributions.layer IS 'Layer of cost.';
COMMENT ON COLUMN event_contributions.provider IS 'Who bills it.';
COMMENT ON COLUMN event_contributions.model IS 'Model.';
COMMENT ON COLUMN event_contributions.cost_basis IS 'reported, computed or estimated; empty: no cost yet.';
COMMENT ON COLUMN event_contributions.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN event_contributions.work_item IS 'Work item; empty: none is named.';
COMMENT ON COLUMN event_contributions.events IS 'Events, less those that were reversed; empty here and below: 0.';
COMMENT ON COLUMN event_contributions.live_events IS 'Events that are not reversed.';
COMMENT ON COLUMN event_contributions.unpriced_events IS 'Events whose cost is not known yet.';
COMMENT ON COLUMN event_contributions.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN event_contributions.cost IS 'Cost.';
COMMENT ON COLUMN event_contributions.credit_cost IS 'What of the cost is credits, that is, below zero in the original rows.';
COMMENT ON COLUMN event_contributions.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN event_contributions.vectors_stored IS 'Quantity on the meter vectors_stored.';

CREATE OR REPLACE VIEW outcome_contributions WITH (security_invoker = true) AS
SELECT first_of_month(o.booked_on) AS booked_month, o.owned_on, o.agent, o.outcome,
	   fact_kind(o.reverses, NULL) AS kind, o.work_item, o.quantity,
	   CASE WHEN o.reverses IS NULL AND r.id IS NULL THEN 1::bigint END AS live_outcomes
FROM outcomes o
LEFT JOIN outcomes r ON r.reverses = o.id;

COMMENT ON VIEW outcome_contributions IS 'What each outcome adds to the sums of outcome_postings, outcome_days and outcome_months.';
COMMENT ON COLUMN outcome_contributions.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN outcome_contributions.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN outcome_contributions.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN outcome_contributions.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_contributions.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN outcome_contributions.work_item IS 'Work item; empty: none is named.';
COMMENT ON COLUMN outcome_contributions.quantity IS 'Outcomes, less those that were reversed, whether they count or not.';
COMMENT ON COLUMN outcome_contributions.live_outcomes IS 'Rows of outcomes that are not reversed.';

CREATE OR REPLACE VIEW review_contributions WITH (security_invoker = true) AS
SELECT first_of_month(v.booked_on) AS booked_month, v.owned_on, v.agent, v.verdict,
	   fact_kind(v.reverses, NULL) AS kind, v.work_item,
	   CASE WHEN v.reverses IS NULL THEN 1 ELSE -1 END::bigint AS reviews,
	   CASE WHEN v.reverses IS NULL AND r.id IS NULL THEN 1::bigint END AS live_reviews,
	   CASE WHEN v.cost IS NULL THEN CASE WHEN v.reverses IS NULL THEN 1 ELSE -1 END END::bigint AS unpriced_reviews,
	   v.minute_cost, v.fee AS fees, v.cost
FROM reviews v
LEFT JOIN reviews r ON r.reverses = v.id;

COMMENT ON VIEW review_contributions IS 'What each review adds to the sums of review_postings, review_days and review_months.';
COMMENT ON COLUMN review_contributions.booked_month IS 'Month in which it is booked, as its first day.';
COMMENT ON COLUMN review_contributions.owned_on IS 'Day that decides owner, unit of work and rules.';
COMMENT ON COLUMN review_contributions.agent IS 'Agent; empty: none is named.';
COMMENT ON COLUMN review_contributions.verdict IS 'accurate or inaccurate; empty: not judged.';
COMMENT ON COLUMN review_contributions.kind IS 'original, reversal or correction.';
COMMENT ON COLUMN review_contributions.work_item IS 'Work item; empty: none is named.';
COMMENT ON COLUMN review_contributions.reviews IS 'Reviews, less those that were reversed.';
COMMENT ON COLUMN review_contributions.live_reviews IS 'Reviews that are not reversed.';
COMMENT ON COLUMN review_contributions.unpriced_reviews IS 'Reviews whose cost is not known yet.';
COMMENT ON COLUMN review_contributions.minute_cost IS 'Minutes times the cost of an hour, exact; a sixtieth of it is cost.';
COMMENT ON COLUMN review_contributions.fees IS 'Fees.';
COMMENT ON COLUMN review_contributions.cost IS 'Cost of reviews, each as it was rounded when it arrived.';
