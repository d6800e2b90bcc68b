CREATE OR REPLACE FUNCTION page_people(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH line AS (
		SELECT p.*, row_number() OVER (ORDER BY p.cost DESC, p.pl_line COLLATE "C") AS place, page_room(count(*)
			OVER ()) AS room
		FROM jsonb_to_recordset(d -> 'people') p (pl_line text, cost numeric, human numeric)
	),
	shown AS (
		SELECT 1 AS part, place, html_name(pl_line, 22) AS name, cost, human FROM line WHERE place <= room
		UNION ALL
		SELECT 2, 0, html_count(count(*), 'other line'), sum(cost), CASE WHEN count(human) = count(*)
			THEN sum(human) END
		FROM line WHERE place > room HAVING count(*) > 0
		UNION ALL
		SELECT 3, 0, 'Total', sum(cost), CASE WHEN count(human) = count(*) THEN sum(human) END FROM line
	),
	scale AS (
		SELECT page_round_up(greatest(max(cost), max(human), 0)) AS high, least(min(cost), 0) AS low FROM shown
			WHERE part = 1
	)
	SELECT page_section(NULL, 'people', 'Saving against people', 'the same volume at the human baseline',
		page_table('Saving against people', NULL, page_heads('P&amp;L line|#AI|#People|#Saving')
			|| '<th scope="col" class="b" aria-label="Bars: AI filled, people outlined">0 to '
			|| html_money(c.high, k.thousands) || '</th>',
			'<tbody>' || string_agg(CASE s.part WHEN 3 THEN '</tbody><tfoot><tr class="sum">' ELSE '<tr>' END
				|| '<th scope="row">' || s.name
				|| '</th>' || page_cells(html_money(s.cost, k.thousands), html_money(s.human, k.thousands),
					html_money(s.human - s.cost, k.thousands) || html_mark(s.human - s.cost, false))
				|| '<td class="b">' || CASE s.part WHEN 1 THEN page_bars(page_bar('plan', s.human, c.low, c.high)
					|| page_bar('seen', s.cost, c.low, c.high, true), c.low, c.high) ELSE '' END || '</td></tr>',
				'' ORDER BY s.part, s.place)
			|| '</tfoot>')
		|| '<p class="note">Filled: AI. Outlined: people. A saving is an avoided cost, not cash, '
		|| 'unless people were redeployed.</p>')
	FROM shown s, scale c, (SELECT page_in_thousands(d) AS thousands) k
	GROUP BY c.high, c.low, k.thousands;
END;

COMMENT ON FUNCTION page_people(jsonb) IS 'page_people(d): what people would have cost for the same work.';
