-- At most four sentences, each only where its figures are there
CREATE OR REPLACE FUNCTION page_changes(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH k AS (
		SELECT page_in_thousands(d) AS thousands, (d ->> 'month')::date AS month, (d ->> 'last')::date AS last,
			   (d #>> '{report,total_cost,value}')::numeric AS total,
			   (d #>> '{report,hidden_ratio,value}')::numeric AS hidden
	),
	over AS (
		SELECT t.*, row_number() OVER (ORDER BY (t.unit_cost - t.band_high) * t.volume DESC, t.pl_line COLLATE "C",
									   t.unit_of_work COLLATE "C") AS place, count(*) OVER () AS n
		FROM k, jsonb_to_recordset(d -> 'targets') t (month date, pl_line text, unit_of_work text, volume numeric,
			unit_cost numeric, band_high numeric, status text)
		WHERE t.month = k.month AND t.status = 'above_band'
	),
	idle AS (
		SELECT count(*) AS n, sum(c.cost) AS cost, max(c.months) AS months, min(c.agent) AS agent
		FROM jsonb_to_recordset(d -> 'candidates') c (reason_order bigint, agent text, months bigint, cost numeric)
		WHERE c.reason_order = 1
	),
	layer AS (
		SELECT l.* FROM jsonb_to_recordset(d -> 'layers') l (layer text, cost numeric, last numeric)
		WHERE l.last IS NOT NULL AND l.cost <> l.last
		ORDER BY abs(l.cost - l.last) DESC, l.layer COLLATE "C" LIMIT 1
	),
	sentence AS (
		SELECT 1 AS n, CASE WHEN b.change = 0 THEN 'Cost is what it was in ' || html_month(k.last, 'Month') || '.'
			ELSE 'Cost ' || CASE WHEN b.change > 0 THEN 'rose ' ELSE 'fell ' END || html_money(abs(b.change),
				k.thousands)
				|| ' (' || html_number(100 * abs(b.change / b.previous), 1) || '%) against ' || html_month(k.last, 'Month')
				|| CASE WHEN b.volume IS NULL THEN ''
					ELSE ': volume ' || CASE WHEN b.volume >= 0 THEN 'added ' ELSE 'took off ' END
						|| html_money(abs(b.volume), k.thousands)
						|| CASE WHEN b.unit_cost < 0 THEN ', lower unit costs took off '
							ELSE ', higher unit costs added ' END
						|| html_money(abs(b.unit_cost), k.thousands)
						|| CASE WHEN abs(coalesce(b.other, 0)) >= 1 THEN ', lines without outcomes '
							|| html_money(b.other, k.thousands, true) ELSE '' END END || '.' END AS text
		FROM k, jsonb_to_record(d -> 'bridge') b (change numeric, previous numeric, volume numeric, unit_cost numeric,
			other numeric)
		WHERE b.previous > 0
		UNION ALL
		SELECT 2, html_name(o.pl_line, 34) || ' is above its target band, at ' || html_unit_cost(o.unit_cost) || ' a '
			|| html_name(o.unit_of_work, 20) || ' against at most ' || html_unit_cost(o.band_high)
			|| CASE WHEN o.n > 1 THEN ', and so ' || CASE WHEN o.n = 2 THEN 'is ' ELSE 'are ' END
				|| html_count(o.n - 1, 'other line') ELSE '' END || '.'
		FROM over o WHERE o.place = 1
		UNION ALL
		SELECT 3, CASE WHEN i.n = 1 THEN 'Agent ' || html_name(i.agent, 26) ELSE html_count(i.n, 'agent') END || ' cost '
			|| html_money(i.cost, k.thousands) || CASE WHEN k.total > 0 THEN ', ' || html_ratio(i.cost / k.total)
			|| ' of all cost,' ELSE '' END
			|| ' and brought no outcome' || CASE WHEN i.n > 1 OR i.months < 2 THEN ''
				WHEN i.months = 2 THEN ', as in the month before'
				ELSE ', as in the ' || html_number(i.months - 1) || ' months before' END || '.'
		FROM k, idle i WHERE i.n > 0
		UNION ALL
		SELECT 4, 'The cost layer that moved most is ' || html_name(replace(l.layer, '_', ' '), 26) || ', '
			|| CASE WHEN l.cost > l.last THEN 'up ' ELSE 'down ' END || html_money(abs(l.cost - l.last), k.thousands) || ' to '
			|| html_money(l.cost, k.thousands)
			|| CASE WHEN k.hidden BETWEEN 0 AND 1 THEN '; ' || html_ratio(k.hidden)
			|| ' of all cost is on no model bill' ELSE '' END
			|| '.'
		FROM k, layer l
	)
	SELECT '<section class="w12 news" aria-labelledby="h-news"><h2 id="h-news">What changed</h2><ol>'
		|| coalesce(string_agg('<li>' || s.text || '</li>', '' ORDER BY s.n),
					'<li>There is nothing to compare with.</li>') || E'</ol></section>\n'
	FROM sentence s;
END;

COMMENT ON FUNCTION page_changes(jsonb) IS 'page_changes(d): what changed against the month before, in sentences.';
