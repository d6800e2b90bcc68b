CREATE OR REPLACE FUNCTION page_foot(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<footer><p><b>' || CASE WHEN c.version IS NOT NULL THEN 'Closed</b>, version ' || c.version || ', '
				|| html_day(c.closed_on) || to_char(c.closed_on::timestamp, ' YYYY') || ', by '
				|| html_cut(c.closed_by, 30) || '. '
			WHEN (d ->> 'is_over')::boolean THEN 'Open</b>, figures can still change. '
			ELSE 'Under way</b>, the month is not over. ' END
		|| CASE WHEN t.comparisons > 0 THEN 'Tie-out: ' || html_count(t.checks, 'check') || ', '
			|| html_count(t.comparisons, 'comparison') || ', '
			|| CASE t.differences WHEN 0 THEN 'all differences are zero'
				ELSE '<b>' || html_number(t.differences) || ' differ</b>' END
			ELSE 'Tie-out: nothing was compared' END
		|| '. Figures are rounded one by one; sums are of exact amounts.</p>'
		|| coalesce('<p>SHA-256 of the ' || CASE WHEN c.digest IS NOT NULL THEN 'closing <code>' || html_escape(c.digest)
			|| '</code>, of the ' ELSE '' END || 'month&rsquo;s chargeback <code>' || (d ->> 'digest')
			|| '</code></p>', '')
		|| E'</footer>\n'
	FROM (SELECT 1 AS one) o
	LEFT JOIN jsonb_to_record(d -> 'tie') t (comparisons numeric, checks numeric, differences numeric) ON true
	LEFT JOIN jsonb_to_record(d -> 'closed') c (version bigint, closed_on date, closed_by text, digest text) ON true;
END;

COMMENT ON FUNCTION page_foot(jsonb) IS 'page_foot(d): state, tie-out and digests of a page.';
