-- The points of time of a price are walked along: at each, what the list
-- says is compared with what the book would say by then.  A list without
-- dates has one point, valid_from; one with dates says what held at any
-- time, so each of its earlier rows in the book is a point, too.
CREATE OR REPLACE FUNCTION load_price_list(list text, prices jsonb, valid_from timestamptz, OUT added bigint,
	OUT changed bigint, OUT ended bigint, OUT unchanged bigint, OUT kept bigint)
LANGUAGE sql
BEGIN ATOMIC
	WITH listed AS MATERIALIZED (
		SELECT price_key(r) AS key, r.valid_from, r.price, r.per, r.currency, r.threshold_inclusive
		FROM list_rows(load_price_list.list, load_price_list.prices, load_price_list.valid_from) r
	),
	book AS MATERIALIZED (
		SELECT DISTINCT ON (price_key(p), p.valid_from) price_key(p) AS key, p.valid_from, p.price, p.per,
			coalesce(p.currency, ledger_currency()) AS currency, p.threshold_inclusive, p.source
		FROM prices p
		JOIN list_models(load_price_list.list, load_price_list.prices) m ON m.provider = p.provider
			AND m.model = p.model
		ORDER BY price_key(p), p.valid_from, p.recorded_at DESC, p.id DESC
	),
	wanted AS (
		SELECT l.*, false AS is_end FROM listed l
		UNION ALL
		-- What the list had, and has no more
		SELECT gone.key, load_price_list.valid_from, NULL::numeric, NULL::bigint, NULL::text, false, true
		FROM (SELECT b.key FROM book b WHERE b.source = load_price_list.list EXCEPT SELECT l.key FROM listed l) gone
	),
	merged AS (
		SELECT coalesce(w.key, b.key) AS key, coalesce(w.valid_from, b.valid_from) AS valid_from,
			w.key IS NOT NULL AS is_wanted, w.price, w.per, w.currency, w.threshold_inclusive,
				coalesce(w.is_end, false) AS is_end,
			b.key IS NOT NULL AS is_booked, b.price AS book_price, b.per AS book_per, b.currency AS book_currency,
				b.threshold_inclusive AS book_inclusive, b.source
		FROM wanted w
		FULL JOIN book b ON b.key = w.key AND b.valid_from = w.valid_from
	),
	numbered AS (
		SELECT m.*,
			count(*) FILTER (WHERE m.is_wanted) OVER so_far AS wanted_number,
			count(*) FILTER (WHERE m.is_booked) OVER so_far AS book_number,
			bool_or(m.is_wanted AND NOT m.is_end) OVER (PARTITION BY m.key) AS is_listed
		FROM merged m
		WINDOW so_far AS (PARTITION BY m.key ORDER BY m.valid_from)
	),
	carried AS (
		SELECT n.key, n.valid_from, n.is_wanted, n.is_end, n.is_booked, n.source AS row_source, n.wanted_number,
			n.book_number, n.is_listed,
			first_value(n.price) OVER last_wanted AS price,
			coalesce(first_value(n.per) OVER last_wanted, first_value(n.book_per) OVER last_booked) AS per,
			coalesce(first_value(n.currency) OVER last_wanted, first_value(n.book_currency)
				OVER last_booked) AS currency,
			coalesce(first_value(n.threshold_inclusive) OVER last_wanted, false) AS threshold_inclusive,
			first_value(n.book_price) OVER last_booked AS book_price,
			first_value(n.book_per) OVER last_booked AS book_per,
			first_value(n.book_currency) OVER last_booked AS book_currency,
			first_value(n.book_inclusive) OVER last_booked AS book_inclusive,
			first_value(n.source) OVER last_booked AS source
		FROM numbered n
		WINDOW last_wanted AS (PARTITION BY n.key, n.wanted_number ORDER BY n.valid_from),
			last_booked AS (PARTITION BY n.key, n.book_number ORDER BY n.valid_from)
	),
	point AS (
		SELECT c.*,
			lag(c.price) OVER earlier AS price_before, lag(c.per) OVER earlier AS per_before, lag(c.currency)
				OVER earlier AS currency_before, lag(c.threshold_inclusive) OVER earlier AS inclusive_before,
			row_number() OVER earlier > 1 AND NOT c.is_booked AS follows_list
		FROM carried c
		WHERE c.is_wanted
			OR (load_price_list.list = 'genai' AND c.row_source = load_price_list.list
				AND (c.is_listed OR c.wanted_number > 0))
		WINDOW earlier AS (PARTITION BY c.key ORDER BY c.valid_from)
	),
	compared AS (
		SELECT p.*,
			CASE WHEN p.follows_list THEN p.price_before ELSE p.book_price END AS old_price,
			CASE WHEN p.follows_list THEN p.per_before ELSE p.book_per END AS old_per,
			CASE WHEN p.follows_list THEN p.currency_before ELSE p.book_currency END AS old_currency,
			CASE WHEN p.follows_list THEN p.inclusive_before ELSE p.book_inclusive END AS old_inclusive
		FROM point p
	),
	judged AS (
		SELECT c.*, CASE
			WHEN c.is_end AND (c.old_price IS NULL OR c.source <> load_price_list.list) THEN 'nothing to end'
			WHEN c.source <> load_price_list.list THEN 'kept'
			WHEN c.price IS NULL AND c.old_price IS NULL THEN 'unchanged'
			WHEN (c.price, c.per, c.currency, c.threshold_inclusive) IS NOT DISTINCT
				FROM (c.old_price, c.old_per, c.old_currency, c.old_inclusive) THEN 'unchanged'
			WHEN c.price IS NULL THEN 'ended'
			WHEN c.book_price IS NULL THEN 'added'
			ELSE 'changed' END AS verdict
		FROM compared c
	),
	written AS (
		INSERT INTO prices (provider, model, meter, service_tier, speed, inference_geo, above_tokens, tier_mode,
			window_start, window_end, window_weekdays, window_time_zone, threshold_inclusive, valid_from, price, per,
				currency, source)
		SELECT j.key[1], j.key[2], j.key[3], j.key[4], j.key[5], j.key[6], j.key[7]::bigint, j.key[8],
			j.key[9]::time, j.key[10]::time, j.key[11], j.key[12], j.threshold_inclusive, j.valid_from, j.price, j.per,
				j.currency, load_price_list.list
		FROM judged j
		WHERE j.verdict IN ('added', 'changed', 'ended')
		ORDER BY j.key, j.valid_from
	)
	SELECT count(*) FILTER (WHERE j.verdict = 'added'), count(*) FILTER (WHERE j.verdict = 'changed'), count(*)
		FILTER (WHERE j.verdict = 'ended'),
		count(*) FILTER (WHERE j.verdict = 'unchanged'), count(*) FILTER (WHERE j.verdict = 'kept')
	FROM judged j;
END;

COMMENT ON FUNCTION load_price_list(text, jsonb, timestamptz) IS
'load_price_list(''litellm'', prices, now()): write into prices where a price list differs from them. valid_from is for what has no date: the rows of a list without dates, and the end of what a list no longer has.';
