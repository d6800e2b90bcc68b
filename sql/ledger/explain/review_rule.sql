CREATE OR REPLACE FUNCTION review_rule(review_id bigint) RETURNS text
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT concat_ws('; ',
					 CASE WHEN review.fee IS NOT NULL THEN 'a fee of ' || plain(review.fee)
						  WHEN review.cost IS NULL THEN format('no cost yet; %s minutes of %s', plain(review.minutes),
								coalesce(review.reviewer, 'nobody'))
						  ELSE format('%s minutes of %s at %s an hour', plain(review.minutes),
								coalesce(review.reviewer, 'nobody'),
									  plain(coalesce(review.hourly_cost,
											round(review.cost * 60 / nullif(review.minutes, 0), 6)))) END,
					 CASE WHEN review.reverses IS NOT NULL THEN 'reverses review ' || review.reverses END,
					 review.reason)
		FROM reviews review
		WHERE review.id = review_id;
	END;

COMMENT ON FUNCTION review_rule(bigint) IS 'review_rule(id): how the cost of a review was arrived at, as text.';
