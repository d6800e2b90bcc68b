CREATE OR REPLACE FUNCTION page_head(d jsonb, company text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<header><h1>AI labor, ' || html_month(f.month, 'Month YYYY') || '</h1><p class="who">'
		|| coalesce(html_name(company, 48) || ' ', '') || '<span class="state">' || f.state
		|| '</span></p><p class="about">'
		|| html_escape(ledger_currency()) || CASE WHEN page_in_thousands(d) THEN ', amounts in thousands (k)'
			ELSE '' END
		|| E', fully loaded. (F)&nbsp;favorable, (U)&nbsp;unfavorable.</p></header>\n<p class="lead">'
		|| CASE WHEN f.total IS NULL THEN 'Nothing is on record for ' || html_month(f.month, 'Month YYYY') || '.'
			ELSE 'AI labor cost ' || CASE currency_sign() WHEN '' THEN ledger_currency() || '&nbsp;' ELSE '' END
				|| html_money(f.total, page_in_thousands(d)) || ' in ' || html_month(f.month, 'Month YYYY')
				|| CASE WHEN f.share IS NULL THEN '' ELSE ', ' || html_ratio(f.share) || ' of revenue' END || '.'
				|| CASE WHEN f.unit IS NULL THEN ' No outcome was counted.'
					ELSE ' An outcome cost ' || html_unit_cost(f.unit)
						|| CASE WHEN f.unit_last > 0 THEN ', ' || page_than(f.unit, f.unit_last) || ' in '
								|| html_month(f.last, 'Month') ELSE '' END
						|| CASE WHEN f.unit_year > 0 THEN CASE WHEN f.unit_last > 0 THEN ' and ' ELSE ', ' END
								|| page_than(f.unit, f.unit_year) || ' a year ago' ELSE '' END || '.' END END
		|| E'</p>\n'
	FROM (SELECT (d ->> 'month')::date AS month, (d ->> 'last')::date AS last,
				 CASE WHEN d -> 'closed' IS NOT NULL THEN 'Closed' WHEN (d ->> 'is_over')::boolean THEN 'Open'
					ELSE 'Under way' END AS state,
				 (d #>> '{report,total_cost,value}')::numeric AS total,
				 (d #>> '{report,cost_to_revenue,value}')::numeric AS share,
				 (d #>> '{report,blended_unit_cost,value}')::numeric AS unit,
				 (d #>> '{report,blended_unit_cost,last}')::numeric AS unit_last,
				 (d #>> '{report,blended_unit_cost,year}')::numeric AS unit_year) f;
END;

COMMENT ON FUNCTION page_head(jsonb, text) IS 'page_head(d, ''Demo company''): title, state and headline of a page.';
