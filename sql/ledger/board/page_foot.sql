CREATE OR REPLACE FUNCTION page_foot(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<footer><p><b>' || CASE WHEN (d ->> 'is_over')::boolean THEN 'Open</b>, figures can still change. '
			ELSE 'Under way</b>, the month is not over. ' END
		|| CASE WHEN t.comparisons > 0 THEN 'Tie-out: ' || html_count(t.checks, 'check') || ', '
		|| html_count(t.comparisons, 'comparison') || ', '
			|| CASE t.differences WHEN 0 THEN 'all differences are zero' ELSE '<b>' || html_number(t.differences)
			|| ' differ</b>' END
			ELSE 'Tie-out: nothing was compared' END
		|| '. Figures are rounded one by one; sums are of exact amounts.</p>'
		|| coalesce('<p>SHA-256 of the month&rsquo;s chargeback <code>' || (d ->> 'digest') || '</code></p>', '') || E'</footer>\n'
	FROM jsonb_to_record(d -> 'tie') t (comparisons numeric, checks numeric, differences numeric);
END;

COMMENT ON FUNCTION page_foot(jsonb) IS 'page_foot(d): state, tie-out and digest of a page.';
