CREATE OR REPLACE FUNCTION page_spend(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH experiment AS (
		SELECT e.*, row_number() OVER (ORDER BY e.status NOT IN ('requested', 'approved'), e.tier DESC,
			e.estimated_monthly DESC,
				e.experiment COLLATE "C") AS place, count(*) OVER () AS n
		FROM jsonb_to_recordset(d -> 'experiments') e (experiment text, success_metric text, tier bigint,
			estimated_monthly numeric,
			status text, decide_on date, approved_by text, missing_approval text, decided_by text,
				is_outgrown boolean, requested_on date)
	)
	SELECT page_section('w12', 'spend', 'New spend', 'experiments and who approved them',
		CASE WHEN NOT EXISTS (SELECT FROM experiment) THEN '<p class="note">None on record.</p>'
			ELSE page_table('New spend', NULL, page_heads('What|Counts as success|#Tier|#Estimate a month|Status|Approval|Decide by'),
				'<tbody>' || (SELECT string_agg('<tr><th scope="row">' || html_name(e.experiment, 34) || '</th><td class="free">'
					|| html_cut(e.success_metric, 60) || '</td>' || page_cells(e.tier::text,
						html_money(e.estimated_monthly, k.thousands))
					|| '<td>' || html_cut(e.status, 12) || CASE WHEN e.is_outgrown THEN ', <b>outgrown</b>' ELSE '' END || '</td><td>'
					|| CASE WHEN e.status IN ('requested', 'rejected') THEN coalesce('<b>asked of ' || html_cut(e.missing_approval, 26) || '</b>', '')
						ELSE html_cut(coalesce(e.approved_by, 'automatic, tier 1'), 34) END
					|| '</td><td>' || html_day(e.decide_on) || '</td></tr>', '' ORDER BY e.place) FROM experiment e WHERE e.place <= 3) || '</tbody>')
			|| coalesce((SELECT '<p class="note">' || html_count(max(e.n) - 3, 'more experiment') || ' not shown.</p>'
				FROM experiment e
				HAVING max(e.n) > 3), '') END)
	FROM (SELECT page_in_thousands(d) AS thousands) k;
END;

COMMENT ON FUNCTION page_spend(jsonb) IS 'page_spend(d): experiments, their tier and who approved them.';
