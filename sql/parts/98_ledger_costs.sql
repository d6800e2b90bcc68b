
-- From facts to costs by month
--
-- Each step is a view, so that every report shows the facts as they are:
--
--   *_periods      which row of a superseding table holds when
--   owned_*        facts with their agent, business unit and unit of work
--   *_cells        facts added up by month, agent, business unit and so on
--   month_book     everything about a month: the cells, and overhead down to
--                  business units; reads the facts once
--   item_book      events and overhead of customers and work items
--   agent_days     the same for agents by day
--
-- Reports read one of these books.  The other views take their part of a
-- book out of it.

CREATE PROCEDURE runrate_internal.create_cost_views()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CALL runrate_internal.create_cost_functions();
	CALL runrate_internal.create_periods();
	CALL runrate_internal.create_owned_facts();
	CALL runrate_internal.create_cells();
	CALL runrate_internal.create_pools();
	CALL runrate_internal.create_month_book();
	CALL runrate_internal.create_item_book();
	CALL runrate_internal.create_day_book();
	CALL runrate_internal.create_comparison();
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_cost_views() IS
'create_cost_views(): the working views of a ledger, from which its reports are made. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_cost_functions()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE FUNCTION next_month(month date) RETURNS date
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN (month + interval '1 month')::date;
	COMMENT ON FUNCTION next_month(date) IS 'next_month(month): the first day of the month after one that is given by its first day.';

	-- Strict, so that it is not inlined: the planner would take the 1,000 rows
	-- of generate_series for granted.
	CREATE FUNCTION month_numbers(months bigint) RETURNS SETOF bigint
		LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 24
		BEGIN ATOMIC
			SELECT generate_series(1, months);
		END;
	COMMENT ON FUNCTION month_numbers(bigint) IS 'month_numbers(3): the numbers 1 to 3, of the months of a write-off or a budget.';

	CREATE FUNCTION first_of_month(day date) RETURNS date
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN date_trunc('month', day::timestamp)::date;
	COMMENT ON FUNCTION first_of_month(date) IS 'first_of_month(day): the first day of the month of a day.';

	CREATE FUNCTION share_scale(amount numeric) RETURNS bigint
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN amount = round(amount, 2) THEN 2 WHEN amount = round(amount, 6) THEN 6 ELSE 12 END;
	COMMENT ON FUNCTION share_scale(numeric) IS 'share_scale(amount): the decimals in which an amount is shared among agents and business units: whole cents if it is in whole cents.';

	CREATE FUNCTION item_scale(amount numeric) RETURNS bigint
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN amount = round(amount, 6) THEN 6 ELSE 12 END;
	COMMENT ON FUNCTION item_scale(numeric) IS 'item_scale(amount): the decimals in which an amount is shared among customers, work items and days, for which cents are too coarse.';

	-- A month that costs next to nothing must not break a report, nor amounts
	-- that nobody would believe: what reports show has room for a hundred million
	-- of the largest amounts that a fact can have.
	CREATE FUNCTION ratio(part numeric, whole numeric) RETURNS numeric
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN abs(part) < abs(whole) * 1e9 THEN part / whole END;
	COMMENT ON FUNCTION ratio(numeric, numeric) IS 'ratio(part, whole): their quotient; empty if whole is 0 or less than a billionth of the part, as where credits leave next to nothing.';

	CREATE FUNCTION percent_of(part numeric, whole numeric) RETURNS numeric
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN abs(part) < abs(whole) * 1e9 THEN part * 100 / abs(whole) END;
	COMMENT ON FUNCTION percent_of(numeric, numeric) IS 'percent_of(change, previous): a change in percent of what was there; empty if that was 0, or less than a billionth of the change.';

	CREATE FUNCTION per_outcome(cost numeric, outcomes bigint) RETURNS numeric
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN outcomes > 0 THEN cost / outcomes END;
	COMMENT ON FUNCTION per_outcome(numeric, bigint) IS 'per_outcome(cost, outcomes): the cost of one outcome; empty if there are none.';

	CREATE FUNCTION overhead_weight(direct_cost numeric, events bigint, all_direct_cost numeric, all_events bigint, is_home boolean) RETURNS numeric
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN all_direct_cost > 0 THEN greatest(direct_cost, 0)
					WHEN all_events > 0 THEN greatest(events, 0)
					WHEN is_home THEN 1 END;
	COMMENT ON FUNCTION overhead_weight(numeric, bigint, numeric, bigint, boolean) IS
	'overhead_weight(direct_cost, events, all_direct_cost, all_events, is_home): the weight with which a part of an agent''s work takes part in its overhead: its direct cost, or where no part has any, its number of events; if there are no events either, the one that is at home has it all. all_... are sums of what is above zero.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_cost_functions() IS
'create_cost_functions(): small functions of the working views. Called by create_cost_views.';

-- Without window functions, which would keep the scan of the facts that are
-- joined to these views from running in parallel.  OFFSET keeps begin and end
-- from being computed again for every fact; it has to be a plain constant, as
-- a cast in it would keep the scan from running in parallel too.
CREATE PROCEDURE runrate_internal.create_periods()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW agent_periods WITH (security_invoker = true) AS
	SELECT a.agent, a.valid_from,
		   start_of(a.valid_from) AS starts_at,
		   coalesce(start_of(next.valid_from), 'infinity') AS ends_at,
		   a.business_unit, a.unit_of_work, a.deployment, a.hired, a.retired,
		   coalesce(next.valid_from, 'infinity') AS valid_until
	FROM agents a
	LEFT JOIN (SELECT this.agent, this.valid_from AS after, min(later.valid_from) AS valid_from
			   FROM agents this
			   JOIN agents later ON later.agent = this.agent AND later.valid_from > this.valid_from
			   GROUP BY this.agent, this.valid_from) next
		ON next.agent = a.agent AND next.after = a.valid_from
	OFFSET bigint '0';
	COMMENT ON VIEW agent_periods IS 'The rows of agents with the time for which each holds.';
	COMMENT ON COLUMN agent_periods.agent IS 'Agent.';
	COMMENT ON COLUMN agent_periods.valid_from IS 'First day on which the row holds.';
	COMMENT ON COLUMN agent_periods.starts_at IS 'Begin of that day.';
	COMMENT ON COLUMN agent_periods.ends_at IS 'When the next row of the agent takes over; infinity: it is the last one.';
	COMMENT ON COLUMN agent_periods.business_unit IS 'Business unit of the agent.';
	COMMENT ON COLUMN agent_periods.unit_of_work IS 'Unit of work of the agent.';
	COMMENT ON COLUMN agent_periods.deployment IS 'third_party or self_hosted.';
	COMMENT ON COLUMN agent_periods.hired IS 'First day of service; empty: always.';
	COMMENT ON COLUMN agent_periods.retired IS 'Last day of service; empty: still in service.';
	COMMENT ON COLUMN agent_periods.valid_until IS 'First day of the next row of the agent; infinity: it is the last one.';

	CREATE VIEW outcome_rule_periods WITH (security_invoker = true) AS
	SELECT r.unit_of_work, r.outcome, start_of(r.valid_from) AS starts_at,
		   coalesce(start_of(min(later.valid_from)), 'infinity') AS ends_at,
		   r.counts
	FROM (SELECT DISTINCT ON (unit_of_work, outcome, valid_from) unit_of_work, outcome, valid_from, counts
		  FROM outcome_rules
		  ORDER BY unit_of_work, outcome, valid_from, recorded_at DESC, id DESC) r
	LEFT JOIN outcome_rules later
		ON later.unit_of_work = r.unit_of_work AND later.outcome = r.outcome AND later.valid_from > r.valid_from
	GROUP BY r.unit_of_work, r.outcome, r.valid_from, r.counts;
	COMMENT ON VIEW outcome_rule_periods IS 'The rows of outcome_rules that are in force, with the time for which each is.';
	COMMENT ON COLUMN outcome_rule_periods.unit_of_work IS 'Unit of work, or * for all.';
	COMMENT ON COLUMN outcome_rule_periods.outcome IS 'Outcome.';
	COMMENT ON COLUMN outcome_rule_periods.starts_at IS 'From when the rule holds.';
	COMMENT ON COLUMN outcome_rule_periods.ends_at IS 'When the next rule takes over; infinity: it is the last one.';
	COMMENT ON COLUMN outcome_rule_periods.counts IS 'Whether the outcome counts.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_periods() IS
'create_periods(): which row of a superseding table holds when. Called by create_cost_views.';

-- Two joins to work_items: the first has only the few rows that name a
-- business unit, the second is left out by the planner where no column of it
-- is asked for.
CREATE PROCEDURE runrate_internal.create_owned_facts()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW owned_outcomes WITH (security_invoker = true) AS
	SELECT o.id, o.occurred_at,
		   coalesce(o.agent, 'unattributed') AS agent,
		   coalesce(own.business_unit, a.business_unit, 'unattributed') AS business_unit,
		   coalesce(w.customer, 'unattributed') AS customer,
		   coalesce(o.work_item, 'unattributed') AS work_item,
		   coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
		   o.outcome, o.quantity,
		   coalesce(r.counts, every.counts, false) AS counts,
		   coalesce(r.counts, every.counts) IS NOT NULL AS has_rule
	FROM (SELECT o.*, coalesce(reversal.owned_at, o.occurred_at) AS owned_at
		  FROM outcomes o
		  LEFT JOIN (SELECT o.id, original.occurred_at AS owned_at
					 FROM outcomes o
					 JOIN outcomes original ON original.id = o.reverses
					 WHERE o.reverses IS NOT NULL) reversal ON reversal.id = o.id) o
	LEFT JOIN agent_periods a ON a.agent = o.agent AND o.owned_at >= a.starts_at AND o.owned_at < a.ends_at
	LEFT JOIN outcome_rule_periods r
		ON r.outcome = o.outcome AND r.unit_of_work = a.unit_of_work AND r.unit_of_work <> '*'
		AND o.owned_at >= r.starts_at AND o.owned_at < r.ends_at
	LEFT JOIN outcome_rule_periods every
		ON every.outcome = o.outcome AND every.unit_of_work = '*'
		AND o.owned_at >= every.starts_at AND o.owned_at < every.ends_at
	LEFT JOIN work_items own ON own.work_item = o.work_item AND own.business_unit IS NOT NULL
	LEFT JOIN work_items w ON w.work_item = o.work_item;
	COMMENT ON VIEW owned_outcomes IS 'Outcomes with who owned them when they were reached, and whether they count.';
	COMMENT ON COLUMN owned_outcomes.id IS 'Row of outcomes.';
	COMMENT ON COLUMN owned_outcomes.occurred_at IS 'When it was reached.';
	COMMENT ON COLUMN owned_outcomes.agent IS 'Agent.';
	COMMENT ON COLUMN owned_outcomes.business_unit IS 'Business unit: that of the work item, else that of the agent at that time; of a reversal, that of the original.';
	COMMENT ON COLUMN owned_outcomes.customer IS 'Customer of the work item.';
	COMMENT ON COLUMN owned_outcomes.work_item IS 'Work item.';
	COMMENT ON COLUMN owned_outcomes.unit_of_work IS 'Unit of work of the agent at that time.';
	COMMENT ON COLUMN owned_outcomes.outcome IS 'Outcome.';
	COMMENT ON COLUMN owned_outcomes.quantity IS 'How many; negative in a reversal.';
	COMMENT ON COLUMN owned_outcomes.counts IS 'Whether outcome_rules say that it counts.';
	COMMENT ON COLUMN owned_outcomes.has_rule IS 'Whether they say anything about it.';

	CREATE VIEW owned_reviews WITH (security_invoker = true) AS
	SELECT r.id, r.occurred_at,
		   coalesce(r.agent, 'unattributed') AS agent,
		   coalesce(own.business_unit, a.business_unit, 'unattributed') AS business_unit,
		   coalesce(w.customer, 'unattributed') AS customer,
		   coalesce(r.work_item, 'unattributed') AS work_item,
		   r.verdict, r.cost,
		   CASE WHEN r.reverses IS NULL THEN 1 ELSE -1 END AS reviews,
		   CASE WHEN r.cost IS NOT NULL THEN 0 WHEN r.reverses IS NULL THEN 1 ELSE -1 END AS unpriced_reviews
	FROM reviews r
	LEFT JOIN agent_periods a ON a.agent = r.agent AND r.occurred_at >= a.starts_at AND r.occurred_at < a.ends_at
	LEFT JOIN work_items own ON own.work_item = r.work_item AND own.business_unit IS NOT NULL
	LEFT JOIN work_items w ON w.work_item = r.work_item;
	COMMENT ON VIEW owned_reviews IS 'Reviews with who owned the work when it was reviewed.';
	COMMENT ON COLUMN owned_reviews.id IS 'Row of reviews.';
	COMMENT ON COLUMN owned_reviews.occurred_at IS 'When the review took place.';
	COMMENT ON COLUMN owned_reviews.agent IS 'Agent whose work was reviewed.';
	COMMENT ON COLUMN owned_reviews.business_unit IS 'Business unit that pays: that of the work item, else that of the agent at that time.';
	COMMENT ON COLUMN owned_reviews.customer IS 'Customer of the work item.';
	COMMENT ON COLUMN owned_reviews.work_item IS 'Work item.';
	COMMENT ON COLUMN owned_reviews.verdict IS 'accurate or inaccurate; empty: not judged.';
	COMMENT ON COLUMN owned_reviews.cost IS 'Cost; empty: not known yet.';
	COMMENT ON COLUMN owned_reviews.reviews IS '1, or -1 in a reversal.';
	COMMENT ON COLUMN owned_reviews.unpriced_reviews IS 'The same, but 0 if the cost is known.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_owned_facts() IS
'create_owned_facts(): outcomes and reviews with who owned them at the time. Called by create_cost_views.';

CREATE PROCEDURE runrate_internal.create_cells()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	-- Without them the planner takes every event for a month of its own.
	CREATE STATISTICS event_months (ndistinct) ON month_of(occurred_at), agent, layer, provider FROM events;
	CREATE STATISTICS event_items (ndistinct) ON month_of(occurred_at), agent, work_item FROM events;
	CREATE STATISTICS event_days (ndistinct) ON day_of(occurred_at), agent FROM events;
	CREATE STATISTICS outcome_months (ndistinct) ON month_of(occurred_at), agent FROM outcomes;
	CREATE STATISTICS outcome_days (ndistinct) ON day_of(occurred_at), agent FROM outcomes;
	CREATE STATISTICS review_months (ndistinct) ON month_of(occurred_at), agent FROM reviews;
	CREATE STATISTICS review_days (ndistinct) ON day_of(occurred_at), agent FROM reviews;
	COMMENT ON STATISTICS event_months IS 'For the planner: how many groups event_cells has.';
	COMMENT ON STATISTICS event_items IS 'For the planner: how many groups item_book has.';
	COMMENT ON STATISTICS event_days IS 'For the planner: how many groups reports by day have.';
	COMMENT ON STATISTICS outcome_months IS 'For the planner: how many groups outcome_cells has.';
	COMMENT ON STATISTICS outcome_days IS 'For the planner: how many groups reports by day have.';
	COMMENT ON STATISTICS review_months IS 'For the planner: how many groups review_cells has.';
	COMMENT ON STATISTICS review_days IS 'For the planner: how many groups reports by day have.';

	-- Added up by the columns of events first and named afterwards: the planner
	-- knows how many groups there are, and so hashes them.
	CREATE VIEW event_cells WITH (security_invoker = true) AS
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

	CREATE VIEW review_cells WITH (security_invoker = true) AS
	SELECT month_of(occurred_at) AS month, agent, business_unit,
		   coalesce(runrate.exact_sum(cost), 0) AS cost,
		   sum(reviews) AS reviews,
		   sum(unpriced_reviews) AS unpriced_reviews,
		   coalesce(sum(reviews) FILTER (WHERE verdict IS NOT NULL), 0) AS judged,
		   coalesce(sum(reviews) FILTER (WHERE verdict = 'accurate'), 0) AS accurate
	FROM owned_reviews
	GROUP BY 1, 2, 3;
	COMMENT ON VIEW review_cells IS 'Reviews by month, agent and business unit.';
	COMMENT ON COLUMN review_cells.month IS 'Month.';
	COMMENT ON COLUMN review_cells.agent IS 'Agent whose work was reviewed.';
	COMMENT ON COLUMN review_cells.business_unit IS 'Business unit that pays.';
	COMMENT ON COLUMN review_cells.cost IS 'Cost of the reviews whose cost is known.';
	COMMENT ON COLUMN review_cells.reviews IS 'Reviews, less those that were reversed.';
	COMMENT ON COLUMN review_cells.unpriced_reviews IS 'Those of them whose cost is not known yet.';
	COMMENT ON COLUMN review_cells.judged IS 'Reviews with a verdict.';
	COMMENT ON COLUMN review_cells.accurate IS 'Those of them that found the work accurate.';

	CREATE VIEW outcome_cells WITH (security_invoker = true) AS
	SELECT month_of(occurred_at) AS month, agent, business_unit, unit_of_work,
		   coalesce(sum(quantity) FILTER (WHERE counts), 0)::bigint AS outcomes,
		   sum(quantity)::bigint AS all_outcomes
	FROM owned_outcomes
	GROUP BY 1, 2, 3, 4;
	COMMENT ON VIEW outcome_cells IS 'Outcomes by month, agent, business unit and unit of work.';
	COMMENT ON COLUMN outcome_cells.month IS 'Month.';
	COMMENT ON COLUMN outcome_cells.agent IS 'Agent.';
	COMMENT ON COLUMN outcome_cells.business_unit IS 'Business unit.';
	COMMENT ON COLUMN outcome_cells.unit_of_work IS 'Unit of work of the agent when the outcome was reached.';
	COMMENT ON COLUMN outcome_cells.outcomes IS 'Outcomes that count, less those that were reversed.';
	COMMENT ON COLUMN outcome_cells.all_outcomes IS 'The same with those that do not count.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_cells() IS
'create_cells(): events, outcomes and reviews added up by month. Called by create_cost_views.';

CREATE PROCEDURE runrate_internal.create_pools()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW cost_pools WITH (security_invoker = true) AS
	SELECT 'shared_cost' AS pool_kind, id AS pool_id, month, layer,
		   coalesce(vendor, 'unattributed') AS vendor, description, driver,
		   amount::numeric AS amount, agent, business_unit, deployment
	FROM shared_costs
	WHERE amount IS NOT NULL
	UNION ALL
	SELECT 'write_off', i.id, (i.first_month + make_interval(months => n::integer - 1))::date, i.layer,
		   coalesce(i.vendor, 'unattributed'), i.description, i.driver,
		   runrate.amortized_cost(i.amount, i.months, n), i.agent, i.business_unit, i.deployment
	FROM investments i
	CROSS JOIN LATERAL month_numbers(i.months) n
	WHERE i.amount IS NOT NULL;
	COMMENT ON VIEW cost_pools IS
	'Amounts that are allocated to agents month by month: shared costs, and the write-offs of investments to their last month, which may be in the future.';
	COMMENT ON COLUMN cost_pools.pool_kind IS 'shared_cost or write_off.';
	COMMENT ON COLUMN cost_pools.pool_id IS 'Row of shared_costs or investments.';
	COMMENT ON COLUMN cost_pools.month IS 'Month.';
	COMMENT ON COLUMN cost_pools.layer IS 'Layer of cost.';
	COMMENT ON COLUMN cost_pools.vendor IS 'Who billed it.';
	COMMENT ON COLUMN cost_pools.description IS 'What it is.';
	COMMENT ON COLUMN cost_pools.driver IS 'What it is allocated by.';
	COMMENT ON COLUMN cost_pools.amount IS 'Amount of the month; negative: a credit or reversal.';
	COMMENT ON COLUMN cost_pools.agent IS 'Only this agent has it.';
	COMMENT ON COLUMN cost_pools.business_unit IS 'Only agents of this business unit take part.';
	COMMENT ON COLUMN cost_pools.deployment IS 'Only agents of this deployment take part.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_pools() IS
'create_pools(): amounts that are allocated to agents. Called by create_cost_views.';

CREATE PROCEDURE runrate_internal.create_month_book()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	-- A function, so that it can be asked for some months only: what it is made
	-- of is used more than once, where no condition reaches it.  It is inlined.
	CREATE FUNCTION month_book_of(of_months date[])
	RETURNS TABLE (part text, month date, agent text, business_unit text, layer text, vendor text, cost numeric, unallocated boolean,
				   events bigint, unpriced_events bigint, tokens numeric, outcomes bigint, all_outcomes bigint, unit_of_work text,
				   reviews bigint, unpriced_reviews bigint, judged bigint, accurate bigint,
				   pool_kind text, pool_id bigint, driver text, driver_quantity numeric, driver_total numeric)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 5000
	BEGIN ATOMIC
		WITH event_cell AS MATERIALIZED (SELECT * FROM event_cells WHERE of_months IS NULL OR month = ANY (of_months)),
		outcome_cell AS MATERIALIZED (SELECT * FROM outcome_cells WHERE of_months IS NULL OR month = ANY (of_months)),
		review_cell AS MATERIALIZED (SELECT * FROM review_cells WHERE of_months IS NULL OR month = ANY (of_months)),
		-- Write-offs of months that nothing else is known of are not costs yet.
		pool AS MATERIALIZED (
			SELECT * FROM cost_pools
			WHERE (of_months IS NULL OR month = ANY (of_months))
			  AND month <= (SELECT max(month)
							FROM (SELECT month FROM event_cell
								  UNION ALL SELECT month FROM outcome_cell
								  UNION ALL SELECT month FROM review_cell
								  UNION ALL SELECT month FROM shared_costs WHERE amount IS NOT NULL
								  UNION ALL SELECT month_of(max(occurred_at)) FROM events WHERE of_months IS NOT NULL
								  UNION ALL SELECT month_of(max(occurred_at)) FROM outcomes WHERE of_months IS NOT NULL
								  UNION ALL SELECT month_of(max(occurred_at)) FROM reviews WHERE of_months IS NOT NULL) facts)
		),
		pool_month AS (SELECT DISTINCT month FROM pool),
		measured AS (
			SELECT c.month, c.agent, d.driver, sum(d.quantity) AS quantity
			FROM event_cell c
			CROSS JOIN LATERAL (VALUES ('events', c.events), ('tokens', c.tokens), ('direct_cost', c.cost),
									   ('gpu_seconds', c.gpu_seconds), ('vectors_stored', c.vectors_stored)) d (driver, quantity)
			GROUP BY c.month, c.agent, d.driver
			UNION ALL
			SELECT month, agent, 'outcomes', sum(outcomes) FROM outcome_cell GROUP BY month, agent
			UNION ALL
			SELECT m.month, a.agent, 'even', 1
			FROM pool_month m
			JOIN agent_periods a
				ON a.valid_from < next_month(m.month) AND a.valid_until >= next_month(m.month)
				AND (a.hired IS NULL OR a.hired < next_month(m.month)) AND (a.retired IS NULL OR a.retired >= m.month)
			UNION ALL
			(SELECT DISTINCT ON (m.month, f.share_key, f.agent) m.month, f.agent, f.share_key, f.weight
			 FROM pool_month m
			 JOIN fixed_shares f ON f.valid_from <= m.month
			 ORDER BY m.month, f.share_key, f.agent, f.valid_from DESC, f.recorded_at DESC, f.id DESC)
		),
		driver_quantity AS MATERIALIZED (SELECT month, agent, driver, quantity FROM measured WHERE quantity > 0),
		-- An agent counts for the business unit and deployment that it has at the end of the month.
		pool_share AS MATERIALIZED (
			SELECT p.pool_kind, p.pool_id, p.month, p.layer, p.vendor, p.driver,
				   coalesce(p.agent, d.agent, 'unattributed') AS agent,
				   CASE WHEN p.agent IS NULL THEN d.quantity ELSE 1 END AS driver_quantity,
				   CASE WHEN p.agent IS NULL THEN sum(d.quantity) OVER pool ELSE 1 END AS driver_total,
				   coalesce(runrate.allocate(p.amount, d.quantity, share_scale(p.amount)) OVER (pool ORDER BY d.agent COLLATE "C"), p.amount) AS amount
			FROM pool p
			LEFT JOIN (SELECT q.month, q.agent, q.driver, q.quantity, a.business_unit, a.deployment
					   FROM driver_quantity q
					   LEFT JOIN agent_periods a
						   ON a.agent = q.agent AND a.valid_from < next_month(q.month) AND a.valid_until >= next_month(q.month)) d
				ON d.month = p.month AND d.driver = p.driver AND p.agent IS NULL
				AND (p.business_unit IS NULL OR p.business_unit = d.business_unit)
				AND (p.deployment IS NULL OR p.deployment = d.deployment)
			WINDOW pool AS (PARTITION BY p.pool_kind, p.pool_id, p.month)
		),
		overhead AS (
			SELECT month, agent, pool_kind, layer, vendor, driver_quantity IS NOT NULL AS allocated, sum(amount) AS amount
			FROM pool_share
			GROUP BY month, agent, pool_kind, layer, vendor, driver_quantity IS NOT NULL
		),
		-- The business units among which an agent's overhead of a month is split
		part AS (
			SELECT month, agent, business_unit, is_home, direct_cost, events,
				   sum(greatest(direct_cost, 0)) OVER agent_month AS all_direct_cost,
				   (sum(greatest(events, 0)) OVER agent_month)::bigint AS all_events
			FROM (SELECT month, agent, business_unit, bool_or(is_home) AS is_home,
						 sum(cost) AS direct_cost, sum(events)::bigint AS events
				  FROM (SELECT month, agent, business_unit, false AS is_home, cost, events FROM event_cell
						UNION ALL
						SELECT s.month, s.agent, coalesce(a.business_unit, 'unattributed'), true, 0, 0
						FROM (SELECT DISTINCT month, agent FROM pool_share) s
						LEFT JOIN agent_periods a
							ON a.agent = s.agent AND a.valid_from < next_month(s.month) AND a.valid_until >= next_month(s.month)) c
				  GROUP BY month, agent, business_unit) b
			WINDOW agent_month AS (PARTITION BY month, agent)
		),
		split AS (
			SELECT o.month, o.agent, p.business_unit, o.layer, o.vendor, o.pool_kind, o.allocated,
				   runrate.allocate(o.amount,
									CASE WHEN o.allocated THEN overhead_weight(p.direct_cost, p.events, p.all_direct_cost, p.all_events, p.is_home)
										 WHEN p.is_home THEN 1 END,
									share_scale(o.amount))
				   OVER (PARTITION BY o.month, o.agent, o.pool_kind, o.layer, o.vendor, o.allocated ORDER BY p.business_unit COLLATE "C") AS amount
			FROM overhead o
			JOIN part p USING (month, agent)
		)
		SELECT 'direct' AS part, month, agent, business_unit, layer, vendor, cost, false AS unallocated,
			   events, unpriced_events, tokens, 0::bigint AS outcomes, 0::bigint AS all_outcomes, NULL AS unit_of_work,
			   0::bigint AS reviews, 0::bigint AS unpriced_reviews, 0::bigint AS judged, 0::bigint AS accurate,
			   NULL AS pool_kind, NULL::bigint AS pool_id, NULL AS driver, NULL::numeric AS driver_quantity, NULL::numeric AS driver_total
		FROM event_cell
		UNION ALL
		SELECT 'review', month, agent, business_unit, 'human_review', 'unattributed', cost, false,
			   0, 0, 0, 0, 0, NULL,
			   reviews, unpriced_reviews, judged, accurate,
			   NULL, NULL, NULL, NULL, NULL
		FROM review_cell
		UNION ALL
		SELECT CASE pool_kind WHEN 'shared_cost' THEN 'shared' ELSE 'write_off' END, month, agent, business_unit, layer, vendor, amount, NOT allocated,
			   0, 0, 0, 0, 0, NULL,
			   0, 0, 0, 0,
			   NULL, NULL, NULL, NULL, NULL
		FROM split
		WHERE amount <> 0
		UNION ALL
		SELECT 'outcome', month, agent, business_unit, NULL, NULL, 0, false,
			   0, 0, 0, outcomes, all_outcomes, unit_of_work,
			   0, 0, 0, 0,
			   NULL, NULL, NULL, NULL, NULL
		FROM outcome_cell
		UNION ALL
		SELECT 'driver', month, agent, NULL, NULL, NULL, 0, false,
			   0, 0, 0, 0, 0, NULL,
			   0, 0, 0, 0,
			   NULL, NULL, driver, quantity, NULL
		FROM driver_quantity
		UNION ALL
		SELECT 'pool_share', month, agent, NULL, layer, vendor, amount, driver_quantity IS NULL,
			   0, 0, 0, 0, 0, NULL,
			   0, 0, 0, 0,
			   pool_kind, pool_id, driver, driver_quantity, driver_total
		FROM pool_share;
	END;
	COMMENT ON FUNCTION month_book_of(date[]) IS 'month_book_of(ARRAY[date ''2026-01-01'']): the rows of month_book of these months; of all months for NULL.';

	CREATE VIEW month_book WITH (security_invoker = true) AS
	SELECT part, month, agent, business_unit, layer, vendor, cost, unallocated,
		   events, unpriced_events, tokens, outcomes, all_outcomes, unit_of_work,
		   reviews, unpriced_reviews, judged, accurate,
		   pool_kind, pool_id, driver, driver_quantity, driver_total
	FROM month_book_of(NULL);
	COMMENT ON VIEW month_book IS
	'Everything about a month, of which the other working views and the reports take parts, so that events are read once. part says what a row is: a cost (direct, review, shared, write_off), outcome, driver, or pool_share. Do not add up cost over parts that are not costs.';
	COMMENT ON COLUMN month_book.part IS 'direct, review, shared, write_off, outcome, driver or pool_share.';
	COMMENT ON COLUMN month_book.month IS 'Month.';
	COMMENT ON COLUMN month_book.agent IS 'Agent.';
	COMMENT ON COLUMN month_book.business_unit IS 'Business unit that pays; empty in driver and pool_share.';
	COMMENT ON COLUMN month_book.layer IS 'Layer of cost.';
	COMMENT ON COLUMN month_book.vendor IS 'Provider of the events or vendor of the pool.';
	COMMENT ON COLUMN month_book.cost IS 'Cost; in pool_share the share, which shared and write_off contain too.';
	COMMENT ON COLUMN month_book.unallocated IS 'Whether it belongs to a pool that no agent takes part in.';
	COMMENT ON COLUMN month_book.events IS 'Events, in direct.';
	COMMENT ON COLUMN month_book.unpriced_events IS 'Events whose cost is not known yet, in direct.';
	COMMENT ON COLUMN month_book.tokens IS 'Tokens, in direct.';
	COMMENT ON COLUMN month_book.outcomes IS 'Outcomes that count, in outcome.';
	COMMENT ON COLUMN month_book.all_outcomes IS 'All outcomes, in outcome.';
	COMMENT ON COLUMN month_book.unit_of_work IS 'Unit of work of the agent when the outcomes were reached, in outcome.';
	COMMENT ON COLUMN month_book.reviews IS 'Reviews, in review.';
	COMMENT ON COLUMN month_book.unpriced_reviews IS 'Reviews whose cost is not known yet, in review.';
	COMMENT ON COLUMN month_book.judged IS 'Reviews with a verdict, in review.';
	COMMENT ON COLUMN month_book.accurate IS 'Reviews that found the work accurate, in review.';
	COMMENT ON COLUMN month_book.pool_kind IS 'shared_cost or write_off, in pool_share.';
	COMMENT ON COLUMN month_book.pool_id IS 'Row of shared_costs or investments, in pool_share.';
	COMMENT ON COLUMN month_book.driver IS 'Driver, in driver and pool_share.';
	COMMENT ON COLUMN month_book.driver_quantity IS 'Quantity of the driver that the agent has, in driver and pool_share.';
	COMMENT ON COLUMN month_book.driver_total IS 'Quantity of all agents that take part, in pool_share.';

	-- A report on the book is a plan of hundreds of expressions: compiling them
	-- takes longer than the query, and planning them again in each report that
	-- a report reads adds up.  Hence a function, which turns compilation off.
	CREATE FUNCTION read_month_book(of_months date[] DEFAULT NULL) RETURNS SETOF month_book
	LANGUAGE plpgsql STABLE ROWS 5000 SET search_path FROM CURRENT SET jit = off
	AS $body$
	BEGIN
		IF of_months IS NULL THEN
			RETURN QUERY SELECT * FROM month_book;
		ELSE
			RETURN QUERY SELECT * FROM month_book_of(of_months);
		END IF;
	END;
	$body$;
	COMMENT ON FUNCTION read_month_book(date[]) IS 'read_month_book(): the rows of month_book, of these months only if some are given, in a plan of their own. Reports read these.';

	CREATE VIEW driver_quantities WITH (security_invoker = true) AS
	SELECT month, agent, driver, driver_quantity AS quantity FROM read_month_book() WHERE part = 'driver';
	COMMENT ON VIEW driver_quantities IS
	'What the costs of a month are allocated by, for each agent that has some of it. The drivers even and those of fixed_shares are there for months with something to allocate.';
	COMMENT ON COLUMN driver_quantities.month IS 'Month.';
	COMMENT ON COLUMN driver_quantities.agent IS 'Agent.';
	COMMENT ON COLUMN driver_quantities.driver IS 'Driver, as in shared_costs.';
	COMMENT ON COLUMN driver_quantities.quantity IS 'Quantity, above zero.';

	CREATE VIEW pool_shares WITH (security_invoker = true) AS
	SELECT pool_kind, pool_id, month, layer, vendor, driver, agent, driver_quantity, driver_total, cost AS amount
	FROM read_month_book() WHERE part = 'pool_share';
	COMMENT ON VIEW pool_shares IS
	'The share of each agent in each pool, to the latest month of which the ledger has an event, outcome, review or shared cost.';
	COMMENT ON COLUMN pool_shares.pool_kind IS 'shared_cost or write_off.';
	COMMENT ON COLUMN pool_shares.pool_id IS 'Row of shared_costs or investments.';
	COMMENT ON COLUMN pool_shares.month IS 'Month.';
	COMMENT ON COLUMN pool_shares.layer IS 'Layer of cost.';
	COMMENT ON COLUMN pool_shares.vendor IS 'Who billed it.';
	COMMENT ON COLUMN pool_shares.driver IS 'What it is allocated by.';
	COMMENT ON COLUMN pool_shares.agent IS 'Agent; unattributed has the whole pool if nobody takes part.';
	COMMENT ON COLUMN pool_shares.driver_quantity IS 'Quantity of the driver that the agent has, 1 of 1 if the pool is for one agent; empty: nobody takes part, the pool is not allocated.';
	COMMENT ON COLUMN pool_shares.driver_total IS 'Quantity of all that take part.';
	COMMENT ON COLUMN pool_shares.amount IS 'Share of the agent; negative: a credit or reversal.';

	CREATE VIEW monthly_costs WITH (security_invoker = true) AS
	SELECT month, agent, business_unit, layer, vendor, part AS component, cost
	FROM read_month_book() WHERE part IN ('direct', 'review', 'shared', 'write_off');
	COMMENT ON VIEW monthly_costs IS
	'All costs by month, agent, business unit, layer and vendor, to the latest month of which the ledger has an event, outcome, review or shared cost.';
	COMMENT ON COLUMN monthly_costs.month IS 'Month.';
	COMMENT ON COLUMN monthly_costs.agent IS 'Agent.';
	COMMENT ON COLUMN monthly_costs.business_unit IS 'Business unit that pays.';
	COMMENT ON COLUMN monthly_costs.layer IS 'Layer of cost.';
	COMMENT ON COLUMN monthly_costs.vendor IS 'Provider of the events or vendor of the pool.';
	COMMENT ON COLUMN monthly_costs.component IS 'direct, review, shared or write_off.';
	COMMENT ON COLUMN monthly_costs.cost IS 'Cost.';

	CREATE VIEW agent_months WITH (security_invoker = true) AS
	SELECT m.month, m.agent, m.business_unit,
		   coalesce(m.unit_of_work, a.unit_of_work, 'unattributed') AS unit_of_work,
		   coalesce(a.business_unit, 'unattributed') AS home_business_unit,
		   coalesce(a.unit_of_work, 'unattributed') AS home_unit_of_work,
		   coalesce(a.deployment, 'unattributed') AS deployment,
		   m.direct_cost, m.review_cost, m.shared_cost, m.write_off_cost, m.unallocated_cost, m.model_cost, m.visible_cost,
		   m.events, m.unpriced_events, m.tokens, m.model_tokens, m.outcomes, m.reviews, m.judged, m.accurate
	FROM (SELECT month, agent, business_unit,
				 CASE WHEN min(unit_of_work) = max(unit_of_work) THEN min(unit_of_work) END AS unit_of_work,
				 coalesce(sum(cost) FILTER (WHERE layer IN ('model_api', 'inference')), 0) AS model_cost,
				 coalesce(sum(tokens) FILTER (WHERE layer IN ('model_api', 'inference')), 0) AS model_tokens,
				 coalesce(sum(cost) FILTER (WHERE part = 'direct'), 0) AS direct_cost,
				 coalesce(sum(cost) FILTER (WHERE part = 'review'), 0) AS review_cost,
				 coalesce(sum(cost) FILTER (WHERE part = 'shared'), 0) AS shared_cost,
				 coalesce(sum(cost) FILTER (WHERE part = 'write_off'), 0) AS write_off_cost,
				 coalesce(sum(cost) FILTER (WHERE unallocated), 0) AS unallocated_cost,
				 sum(events)::bigint AS events, sum(unpriced_events)::bigint AS unpriced_events,
				 sum(tokens) AS tokens, sum(outcomes)::bigint AS outcomes,
				 sum(reviews)::bigint AS reviews, sum(judged)::bigint AS judged, sum(accurate)::bigint AS accurate,
				 coalesce(sum(cost) FILTER (WHERE l.visible), 0) AS visible_cost
		  FROM read_month_book()
		  LEFT JOIN cost_layers l USING (layer)
		  WHERE part IN ('direct', 'review', 'shared', 'write_off', 'outcome')
		  GROUP BY month, agent, business_unit) m
	LEFT JOIN agent_periods a
		ON a.agent = m.agent AND a.valid_from < next_month(m.month) AND a.valid_until >= next_month(m.month);
	COMMENT ON VIEW agent_months IS 'Costs and work by month, agent and business unit.';
	COMMENT ON COLUMN agent_months.month IS 'Month.';
	COMMENT ON COLUMN agent_months.agent IS 'Agent.';
	COMMENT ON COLUMN agent_months.business_unit IS 'Business unit that pays.';
	COMMENT ON COLUMN agent_months.unit_of_work IS 'Unit of work of the outcomes; that of the agent at the end of the month if there are none, or several.';
	COMMENT ON COLUMN agent_months.home_business_unit IS 'Business unit of the agent at the end of the month.';
	COMMENT ON COLUMN agent_months.home_unit_of_work IS 'Unit of work of the agent at the end of the month.';
	COMMENT ON COLUMN agent_months.deployment IS 'Deployment of the agent at the end of the month.';
	COMMENT ON COLUMN agent_months.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN agent_months.review_cost IS 'Cost of reviews.';
	COMMENT ON COLUMN agent_months.shared_cost IS 'Share of shared costs.';
	COMMENT ON COLUMN agent_months.write_off_cost IS 'Share of the write-offs of investments.';
	COMMENT ON COLUMN agent_months.unallocated_cost IS 'What of these two belongs to pools that no agent takes part in.';
	COMMENT ON COLUMN agent_months.model_cost IS 'What of all cost is for running models: the layers model_api and inference.';
	COMMENT ON COLUMN agent_months.events IS 'Events.';
	COMMENT ON COLUMN agent_months.unpriced_events IS 'Those of them whose cost is not known yet.';
	COMMENT ON COLUMN agent_months.tokens IS 'Tokens.';
	COMMENT ON COLUMN agent_months.model_tokens IS 'Tokens of events in these two layers.';
	COMMENT ON COLUMN agent_months.outcomes IS 'Outcomes that count.';
	COMMENT ON COLUMN agent_months.reviews IS 'Reviews.';
	COMMENT ON COLUMN agent_months.judged IS 'Reviews with a verdict.';
	COMMENT ON COLUMN agent_months.accurate IS 'Reviews that found the work accurate.';
	COMMENT ON COLUMN agent_months.visible_cost IS 'What of all cost is in visible layers.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_month_book() IS
'create_month_book(): costs by month down to business units. Called by create_cost_views.';

CREATE PROCEDURE runrate_internal.create_item_book()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	-- As event_cells
	CREATE VIEW item_events WITH (security_invoker = true) AS
	SELECT e.month,
		   coalesce(e.agent, 'unattributed') AS agent,
		   coalesce(w.business_unit, a.business_unit, 'unattributed') AS business_unit,
		   coalesce(w.customer, 'unattributed') AS customer,
		   coalesce(e.work_item, 'unattributed') AS work_item,
		   coalesce(e.cost, 0) AS cost,
		   e.events
	FROM (SELECT month_of(e.occurred_at) AS month, e.agent, a.valid_from, e.work_item,
				 runrate.exact_sum(e.cost) AS cost,
				 count(*) - 2 * count(e.reverses) AS events
		  FROM events e
		  LEFT JOIN agent_periods a ON a.agent = e.agent AND e.occurred_at >= a.starts_at AND e.occurred_at < a.ends_at
		  GROUP BY 1, 2, 3, 4) e
	LEFT JOIN agents a ON a.agent = e.agent AND a.valid_from = e.valid_from
	LEFT JOIN work_items w ON w.work_item = e.work_item;
	COMMENT ON VIEW item_events IS 'Events by month, agent, period of the agent and work item.';
	COMMENT ON COLUMN item_events.month IS 'Month.';
	COMMENT ON COLUMN item_events.agent IS 'Agent.';
	COMMENT ON COLUMN item_events.business_unit IS 'Business unit that pays.';
	COMMENT ON COLUMN item_events.customer IS 'Customer of the work item.';
	COMMENT ON COLUMN item_events.work_item IS 'Work item.';
	COMMENT ON COLUMN item_events.cost IS 'Cost of the events whose cost is known.';
	COMMENT ON COLUMN item_events.events IS 'Events, less those that were reversed.';

	CREATE VIEW item_layers WITH (security_invoker = true) AS
	SELECT coalesce(e.work_item, 'unattributed') AS work_item,
		   coalesce(runrate.exact_sum(e.cost) FILTER (WHERE l.visible), 0) AS model_cost,
		   coalesce(runrate.exact_sum(e.cost) FILTER (WHERE e.layer = 'retries' AND NOT l.visible), 0) AS retry_cost,
		   coalesce(runrate.exact_sum(e.cost) FILTER (WHERE e.layer = 'tool_calls' AND NOT l.visible), 0) AS tool_cost
	FROM events e
	LEFT JOIN cost_layers l ON l.layer = e.layer
	GROUP BY 1;
	COMMENT ON VIEW item_layers IS 'What of the cost of work items is in layers that reports name.';
	COMMENT ON COLUMN item_layers.work_item IS 'Work item.';
	COMMENT ON COLUMN item_layers.model_cost IS 'Cost of events in visible layers.';
	COMMENT ON COLUMN item_layers.retry_cost IS 'Cost of events in the layer retries.';
	COMMENT ON COLUMN item_layers.tool_cost IS 'Cost of events in the layer tool_calls.';

	-- Overhead comes by business unit and is split among the customers there,
	-- then that of each customer among its work items.  What it is split by is
	-- numbered, since sorting by a number costs less than by four columns.
	CREATE FUNCTION item_book_of(of_months date[], of_agents text[])
	RETURNS TABLE (part text, month date, agent text, business_unit text, customer text, work_item text,
				   direct_cost numeric, overhead_cost numeric, events bigint, work_items bigint)
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 100000
	BEGIN ATOMIC
		WITH item AS MATERIALIZED (
			SELECT month, agent, business_unit, customer, work_item, sum(cost) AS cost, sum(events)::bigint AS events
			FROM item_events
			WHERE (of_months IS NULL OR month = ANY (of_months)) AND (of_agents IS NULL OR agent = ANY (of_agents))
			GROUP BY month, agent, business_unit, customer, work_item
		),
		cell AS MATERIALIZED (
			SELECT month, agent, business_unit, customer, sum(cost) AS cost, sum(events)::bigint AS events,
				   sum(greatest(cost, 0)) AS all_direct_cost, sum(greatest(events, 0))::bigint AS all_events
			FROM item
			GROUP BY month, agent, business_unit, customer
		),
		unit AS MATERIALIZED (
			SELECT row_number() OVER () AS unit, month, agent, business_unit, o.amount, o.unallocated,
				   coalesce(c.all_direct_cost, 0) AS all_direct_cost, coalesce(c.all_events, 0) AS all_events
			FROM (SELECT month, agent, business_unit,
						 coalesce(sum(cost) FILTER (WHERE NOT unallocated), 0) AS amount,
						 coalesce(sum(cost) FILTER (WHERE unallocated), 0) AS unallocated
				  FROM read_month_book(of_months)
				  WHERE part IN ('shared', 'write_off') AND (of_agents IS NULL OR agent = ANY (of_agents))
				  GROUP BY month, agent, business_unit) o
			LEFT JOIN (SELECT month, agent, business_unit,
							  sum(greatest(cost, 0)) AS all_direct_cost, sum(greatest(events, 0))::bigint AS all_events
					   FROM cell
					   GROUP BY month, agent, business_unit) c USING (month, agent, business_unit)
		),
		-- Where there is no work to split by, the customer unattributed has it.
		customer_overhead AS MATERIALIZED (
			SELECT c.month, c.agent, c.business_unit, c.customer,
				   runrate.allocate(u.amount, overhead_weight(c.cost, c.events, u.all_direct_cost, u.all_events, false), item_scale(u.amount))
				   OVER (PARTITION BY u.unit ORDER BY c.customer COLLATE "C") AS amount
			FROM unit u
			JOIN cell c USING (month, agent, business_unit)
			WHERE u.amount <> 0 AND (u.all_direct_cost > 0 OR u.all_events > 0)
			UNION ALL
			SELECT month, agent, business_unit, 'unattributed', amount
			FROM unit
			WHERE amount <> 0 AND all_direct_cost <= 0 AND all_events <= 0
		),
		share AS MATERIALIZED (
			SELECT row_number() OVER () AS share, month, agent, business_unit, customer, o.amount,
				   coalesce(c.all_direct_cost, 0) AS all_direct_cost, coalesce(c.all_events, 0) AS all_events
			FROM customer_overhead o
			LEFT JOIN cell c USING (month, agent, business_unit, customer)
			WHERE o.amount <> 0
		),
		loaded_item AS (
			SELECT i.*,
				   coalesce(runrate.allocate(s.amount, overhead_weight(i.cost, i.events, s.all_direct_cost, s.all_events, false), item_scale(s.amount))
							OVER (PARTITION BY s.share ORDER BY i.work_item COLLATE "C"), 0) AS overhead_cost
			FROM item i
			LEFT JOIN share s USING (month, agent, business_unit, customer)
		)
		-- The planner leaves out the part that is not asked for.
		SELECT 'customer' AS part, month, agent, business_unit, customer, NULL AS work_item,
			   cost AS direct_cost, 0::numeric AS overhead_cost, events, 0::bigint AS work_items
		FROM cell
		UNION ALL
		SELECT 'customer', month, agent, business_unit, customer, NULL, 0, amount, 0, 0
		FROM customer_overhead
		UNION ALL
		SELECT 'customer', month, agent, business_unit, 'unattributed', NULL, 0, unallocated, 0, 0
		FROM unit
		WHERE unallocated <> 0
		UNION ALL
		SELECT 'customer', month, NULL, NULL, customer, NULL, 0, 0, 0, count(*)
		FROM (SELECT month, customer, work_item FROM item WHERE work_item <> 'unattributed' GROUP BY month, customer, work_item) i
		GROUP BY month, customer
		UNION ALL
		SELECT 'item', month, agent, business_unit, customer, work_item, cost, overhead_cost, events, 0
		FROM loaded_item
		UNION ALL
		SELECT 'item', month, agent, business_unit, customer, 'unattributed', 0, amount, 0, 0
		FROM share
		WHERE all_direct_cost <= 0 AND all_events <= 0
		UNION ALL
		SELECT 'item', month, agent, business_unit, 'unattributed', 'unattributed', 0, unallocated, 0, 0
		FROM unit
		WHERE unallocated <> 0;
	END;
	COMMENT ON FUNCTION item_book_of(date[], text[]) IS 'item_book_of(ARRAY[date ''2026-01-01''], ARRAY[''agent-1'']): the rows of item_book of these months and agents; NULL: of all.';

	CREATE VIEW item_book WITH (security_invoker = true) AS
	SELECT part, month, agent, business_unit, customer, work_item, direct_cost, overhead_cost, events, work_items
	FROM item_book_of(NULL, NULL);
	COMMENT ON VIEW item_book IS
	'Events and overhead of a month by customer and by work item. part says which of the two a row is for; each sums to all direct cost and overhead, so a report takes one.';
	COMMENT ON COLUMN item_book.part IS 'customer or item.';
	COMMENT ON COLUMN item_book.month IS 'Month.';
	COMMENT ON COLUMN item_book.agent IS 'Agent; empty where work_items is given.';
	COMMENT ON COLUMN item_book.business_unit IS 'Business unit that pays; empty where work_items is given.';
	COMMENT ON COLUMN item_book.customer IS 'Customer of the work item.';
	COMMENT ON COLUMN item_book.work_item IS 'Work item; empty in the part customer.';
	COMMENT ON COLUMN item_book.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN item_book.overhead_cost IS 'Share of the overhead of the agent: shared costs and write-offs.';
	COMMENT ON COLUMN item_book.events IS 'Events.';
	COMMENT ON COLUMN item_book.work_items IS 'Work items of the customer with an event in the month.';

	-- See read_month_book().
	CREATE FUNCTION read_customer_months()
	RETURNS TABLE (month date, customer text, work_items bigint, outcomes bigint, direct_cost numeric, review_cost numeric, overhead_cost numeric)
	LANGUAGE plpgsql STABLE ROWS 10000 SET search_path FROM CURRENT SET jit = off
	AS $body$
	#variable_conflict use_column
	BEGIN
		RETURN QUERY
		SELECT month, customer, sum(work_items)::bigint, sum(outcomes)::bigint, sum(direct_cost), sum(review_cost), sum(overhead_cost)
		FROM (SELECT month, customer, work_items, 0::bigint AS outcomes, direct_cost, 0::numeric AS review_cost, overhead_cost
			  FROM item_book
			  WHERE part = 'customer'
			  UNION ALL
			  SELECT month_of(occurred_at), customer, 0, 0, 0, coalesce(runrate.exact_sum(cost), 0), 0
			  FROM owned_reviews
			  GROUP BY month_of(occurred_at), customer
			  UNION ALL
			  SELECT month_of(occurred_at), customer, 0, coalesce(sum(quantity) FILTER (WHERE counts), 0)::bigint, 0, 0, 0
			  FROM owned_outcomes
			  GROUP BY month_of(occurred_at), customer) c
		GROUP BY month, customer;
	END;
	$body$;
	COMMENT ON FUNCTION read_customer_months() IS 'read_customer_months(): costs and work by month and customer, in a plan of their own. Reports read these.';

	-- Each table is added up by itself, since few columns are for all of them.
	CREATE FUNCTION read_items()
	RETURNS TABLE (work_item text, business_unit text, first_month date, last_month date, events bigint, outcomes bigint,
				   model_cost numeric, retry_cost numeric, tool_cost numeric, direct_cost numeric, review_cost numeric, overhead_cost numeric)
	LANGUAGE plpgsql STABLE ROWS 100000 SET search_path FROM CURRENT SET jit = off
	AS $body$
	#variable_conflict use_column
	BEGIN
		RETURN QUERY
		SELECT work_item,
			   CASE WHEN least(e.first_unit, r.first_unit, o.first_unit) = greatest(e.last_unit, r.last_unit, o.last_unit)
					THEN least(e.first_unit, r.first_unit, o.first_unit) ELSE 'several' END,
			   least(e.first_month, r.first_month, o.first_month), greatest(e.last_month, r.last_month, o.last_month),
			   coalesce(e.events, 0), coalesce(o.outcomes, 0),
			   coalesce(l.model_cost, 0), coalesce(l.retry_cost, 0), coalesce(l.tool_cost, 0),
			   coalesce(e.direct_cost, 0), coalesce(r.cost, 0), coalesce(e.overhead_cost, 0)
		FROM (SELECT work_item, min(business_unit) AS first_unit, max(business_unit) AS last_unit,
					 min(month) AS first_month, max(month) AS last_month,
					 sum(events)::bigint AS events, sum(direct_cost) AS direct_cost, sum(overhead_cost) AS overhead_cost
			  FROM item_book
			  WHERE part = 'item'
			  GROUP BY work_item) e
		FULL JOIN (SELECT work_item, min(business_unit) AS first_unit, max(business_unit) AS last_unit,
						  min(month_of(occurred_at)) AS first_month, max(month_of(occurred_at)) AS last_month,
						  runrate.exact_sum(cost) AS cost
				   FROM owned_reviews
				   GROUP BY work_item) r USING (work_item)
		FULL JOIN (SELECT work_item, min(business_unit) AS first_unit, max(business_unit) AS last_unit,
						  min(month_of(occurred_at)) AS first_month, max(month_of(occurred_at)) AS last_month,
						  coalesce(sum(quantity) FILTER (WHERE counts), 0)::bigint AS outcomes
				   FROM owned_outcomes
				   GROUP BY work_item) o USING (work_item)
		LEFT JOIN item_layers l USING (work_item);
	END;
	$body$;
	COMMENT ON FUNCTION read_items() IS 'read_items(): costs and work of work items over their lives, in a plan of their own. Reports read these.';

	-- See read_month_book().
	CREATE FUNCTION read_item_months()
	RETURNS TABLE (month date, agent text, business_unit text, customer text, work_item text, direct_cost numeric, review_cost numeric, overhead_cost numeric)
	LANGUAGE plpgsql STABLE ROWS 100000 SET search_path FROM CURRENT SET jit = off
	AS $body$
	#variable_conflict use_column
	BEGIN
		RETURN QUERY
		SELECT month, agent, business_unit, customer, work_item, sum(direct_cost), sum(review_cost), sum(overhead_cost)
		FROM (SELECT month, agent, business_unit, customer, work_item, direct_cost, 0::numeric AS review_cost, overhead_cost
			  FROM item_book
			  WHERE part = 'item'
			  UNION ALL
			  SELECT month_of(occurred_at), agent, business_unit, customer, work_item, 0, coalesce(runrate.exact_sum(cost), 0), 0
			  FROM owned_reviews
			  GROUP BY month_of(occurred_at), agent, business_unit, customer, work_item) i
		GROUP BY month, agent, business_unit, customer, work_item;
	END;
	$body$;
	COMMENT ON FUNCTION read_item_months() IS 'read_item_months(): costs by month and work item, in a plan of their own. work_item_months reads these.';

	CREATE VIEW work_item_months WITH (security_invoker = true) AS
	SELECT month, agent, business_unit, customer, work_item, direct_cost, review_cost, overhead_cost
	FROM read_item_months();
	COMMENT ON VIEW work_item_months IS 'Costs by month, agent, business unit, customer and work item.';
	COMMENT ON COLUMN work_item_months.month IS 'Month.';
	COMMENT ON COLUMN work_item_months.agent IS 'Agent.';
	COMMENT ON COLUMN work_item_months.business_unit IS 'Business unit that pays.';
	COMMENT ON COLUMN work_item_months.customer IS 'Customer of the work item.';
	COMMENT ON COLUMN work_item_months.work_item IS 'Work item; unattributed has what belongs to none.';
	COMMENT ON COLUMN work_item_months.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN work_item_months.review_cost IS 'Cost of reviews.';
	COMMENT ON COLUMN work_item_months.overhead_cost IS 'Share of the overhead of the agent: shared costs and write-offs.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_item_book() IS
'create_item_book(): costs by month down to customers and work items. Called by create_cost_views.';

CREATE PROCEDURE runrate_internal.create_day_book()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW agent_days WITH (security_invoker = true) AS
	WITH event_day AS MATERIALIZED (
		SELECT day_of(occurred_at) AS day, coalesce(agent, 'unattributed') AS agent,
			   coalesce(runrate.exact_sum(cost), 0) AS cost,
			   count(*) - 2 * count(reverses) AS events,
			   count(*) - count(cost) - 2 * count(reverses) FILTER (WHERE cost IS NULL) AS unpriced_events
		FROM events
		GROUP BY 1, 2
	),
	overhead AS (
		SELECT month, agent, sum(cost) AS amount
		FROM read_month_book()
		WHERE part IN ('shared', 'write_off')
		GROUP BY month, agent
	),
	-- The overhead of a month comes in on its first day and is spread over all
	-- of its days.
	overhead_day AS (
		SELECT day, agent,
			   runrate.allocate(all_amount,
								overhead_weight(direct_cost, events, all_direct_cost, all_events, is_home),
								item_scale(all_amount)) OVER (agent_month ORDER BY day) AS amount
		FROM (SELECT month, agent, day, is_home, direct_cost, events,
					 sum(greatest(direct_cost, 0)) OVER agent_month AS all_direct_cost,
					 (sum(greatest(events, 0)) OVER agent_month)::bigint AS all_events,
					 sum(amount) OVER agent_month AS all_amount
			  FROM (SELECT month, agent, day, bool_or(is_home) AS is_home,
						   sum(direct_cost) AS direct_cost, sum(events)::bigint AS events, sum(amount) AS amount
					FROM (SELECT first_of_month(day) AS month, agent, day, false AS is_home,
								 cost AS direct_cost, events, 0::numeric AS amount
						  FROM event_day
						  UNION ALL
						  SELECT o.month, o.agent, d::date, true, 0, 0, CASE WHEN d = o.month THEN o.amount ELSE 0 END
						  FROM overhead o
						  CROSS JOIN LATERAL generate_series(o.month::timestamp, next_month(o.month) - interval '1 day', interval '1 day') d) r
					GROUP BY month, agent, day) d
			  WINDOW agent_month AS (PARTITION BY month, agent)) d
		WINDOW agent_month AS (PARTITION BY month, agent)
	),
	agent_day AS (
		SELECT day, agent, cost AS direct_cost, 0::numeric AS review_cost, 0::numeric AS overhead_cost,
			   events, unpriced_events, 0::bigint AS outcomes, 0::bigint AS reviews, 0::bigint AS judged, 0::bigint AS accurate
		FROM event_day
		UNION ALL
		SELECT day_of(occurred_at), agent, 0, coalesce(runrate.exact_sum(cost), 0), 0,
			   0, 0, 0, sum(reviews),
			   coalesce(sum(reviews) FILTER (WHERE verdict IS NOT NULL), 0),
			   coalesce(sum(reviews) FILTER (WHERE verdict = 'accurate'), 0)
		FROM owned_reviews
		GROUP BY day_of(occurred_at), agent
		UNION ALL
		SELECT day_of(occurred_at), agent, 0, 0, 0,
			   0, 0, coalesce(sum(quantity) FILTER (WHERE counts), 0)::bigint, 0, 0, 0
		FROM owned_outcomes
		GROUP BY day_of(occurred_at), agent
		UNION ALL
		SELECT day, agent, 0, 0, amount, 0, 0, 0, 0, 0, 0
		FROM overhead_day
		WHERE amount <> 0
	)
	SELECT d.day, d.agent, coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
		   d.direct_cost, d.review_cost, d.overhead_cost,
		   d.events, d.unpriced_events, d.outcomes, d.reviews, d.judged, d.accurate
	FROM (SELECT day, agent,
				 sum(direct_cost) AS direct_cost, sum(review_cost) AS review_cost, sum(overhead_cost) AS overhead_cost,
				 sum(events)::bigint AS events, sum(unpriced_events)::bigint AS unpriced_events, sum(outcomes)::bigint AS outcomes,
				 sum(reviews)::bigint AS reviews, sum(judged)::bigint AS judged, sum(accurate)::bigint AS accurate
		  FROM agent_day
		  GROUP BY day, agent) d
	LEFT JOIN agent_periods a ON a.agent = d.agent AND d.day >= a.valid_from AND d.day < a.valid_until;
	COMMENT ON VIEW agent_days IS
	'Costs and work by day and agent. The overhead of a month is spread over its days by the direct cost of the agent, or its events, or else evenly, so that the days sum to the month.';
	COMMENT ON COLUMN agent_days.day IS 'Day.';
	COMMENT ON COLUMN agent_days.agent IS 'Agent.';
	COMMENT ON COLUMN agent_days.unit_of_work IS 'Unit of work of the agent on that day.';
	COMMENT ON COLUMN agent_days.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN agent_days.review_cost IS 'Cost of reviews.';
	COMMENT ON COLUMN agent_days.overhead_cost IS 'The day''s share of the overhead of the month: shared costs and write-offs.';
	COMMENT ON COLUMN agent_days.events IS 'Events.';
	COMMENT ON COLUMN agent_days.unpriced_events IS 'Those of them whose cost is not known yet.';
	COMMENT ON COLUMN agent_days.outcomes IS 'Outcomes that count.';
	COMMENT ON COLUMN agent_days.reviews IS 'Reviews.';
	COMMENT ON COLUMN agent_days.judged IS 'Reviews with a verdict.';
	COMMENT ON COLUMN agent_days.accurate IS 'Reviews that found the work accurate.';

	-- See read_month_book().
	CREATE FUNCTION read_agent_days() RETURNS SETOF agent_days
	LANGUAGE plpgsql STABLE ROWS 10000 SET search_path FROM CURRENT SET jit = off
	AS $body$
	BEGIN
		RETURN QUERY SELECT * FROM agent_days;
	END;
	$body$;
	COMMENT ON FUNCTION read_agent_days() IS 'read_agent_days(): the rows of agent_days, in a plan of their own. Reports read these.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_day_book() IS
'create_day_book(): costs by day and agent. Called by create_cost_views.';

-- A function and not part of the view tie_out: as one query it would have
-- thousands of nodes, and compiling them (jit) takes minutes.
CREATE PROCEDURE runrate_internal.create_comparison()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE FUNCTION compare_reports() RETURNS TABLE (check_name text, month date, expected numeric, actual numeric)
	LANGUAGE plpgsql STABLE SET search_path FROM CURRENT SET jit = off
	AS $body$
	#variable_conflict use_column
	BEGIN
		-- What the facts add up to, without the working views
		RETURN QUERY
		WITH fact AS MATERIALIZED (
			SELECT 'event' AS kind, month_of(occurred_at) AS month, coalesce(runrate.exact_sum(cost), 0) AS cost,
				   (count(*) - 2 * count(reverses))::numeric AS quantity
			FROM events
			GROUP BY month_of(occurred_at)
			UNION ALL
			SELECT 'review', month_of(occurred_at), coalesce(runrate.exact_sum(cost), 0), 0
			FROM reviews
			GROUP BY month_of(occurred_at)
			UNION ALL
			SELECT 'outcome', month_of(occurred_at), 0, sum(quantity)
			FROM outcomes
			GROUP BY month_of(occurred_at)
			UNION ALL
			SELECT 'pool', month, sum(amount), 0
			FROM shared_costs
			WHERE amount IS NOT NULL
			GROUP BY month
		),
		cost AS MATERIALIZED (
			SELECT kind, month, cost FROM fact
			UNION ALL
			SELECT 'pool', m::date,
				   runrate.amortized_cost(i.amount, i.months,
										  ((extract(year FROM m) - extract(year FROM i.first_month)) * 12
										   + extract(month FROM m) - extract(month FROM i.first_month) + 1)::bigint)
			FROM investments i
			CROSS JOIN LATERAL generate_series(i.first_month::timestamp, (SELECT max(month) FROM fact)::timestamp, interval '1 month') m
			WHERE i.amount IS NOT NULL
		)
		SELECT r.report, CASE WHEN r.monthly THEN c.month END, c.cost, 0::numeric
		FROM cost c
		CROSS JOIN (VALUES ('monthly_costs', true), ('iceberg', true), ('chargeback', true), ('unit_costs', true),
						   ('unit_costs_daily', true), ('unit_costs_weekly', false), ('customer_costs', true),
						   ('workforce_pnl', true), ('work_item_costs', false)) r (report, monthly)
		UNION ALL
		SELECT 'pool_shares', month, cost, 0 FROM cost WHERE kind = 'pool'
		UNION ALL
		SELECT 'events', month, quantity, 0 FROM fact WHERE kind = 'event'
		UNION ALL
		SELECT 'all_outcomes', month, quantity, 0 FROM fact WHERE kind = 'outcome';

		-- Which outcomes count is only known to one view.
		RETURN QUERY
		SELECT 'outcomes', month_of(occurred_at), sum(quantity), 0::numeric FROM owned_outcomes WHERE counts GROUP BY 2;

		-- What the reports add up to
		RETURN QUERY
		SELECT 'monthly_costs', month, 0::numeric, cost FROM monthly_costs;
		RETURN QUERY
		SELECT 'pool_shares', month, 0::numeric, amount FROM pool_shares;
		RETURN QUERY
		SELECT 'all_outcomes', month, 0::numeric, all_outcomes::numeric FROM outcome_cells;
		RETURN QUERY
		SELECT 'iceberg', month, 0::numeric, cost FROM iceberg;
		RETURN QUERY
		SELECT v.check_name, c.month, 0::numeric, v.amount
		FROM chargeback c
		CROSS JOIN LATERAL (VALUES ('chargeback', c.amount), ('outcomes', c.volume)) v (check_name, amount);
		RETURN QUERY
		SELECT v.check_name, u.month, 0::numeric, v.amount
		FROM unit_costs u
		CROSS JOIN LATERAL (VALUES ('unit_costs', u.fully_loaded_cost), ('events', u.events)) v (check_name, amount);
		RETURN QUERY
		SELECT 'unit_costs_daily', first_of_month(day), 0::numeric, sum(fully_loaded_cost) FROM unit_costs_daily GROUP BY 2;
		RETURN QUERY
		SELECT 'unit_costs_weekly', NULL::date, 0::numeric, sum(fully_loaded_cost) FROM unit_costs_weekly HAVING count(*) > 0;
		RETURN QUERY
		SELECT 'customer_costs', month, 0::numeric, sum(fully_loaded_cost) FROM customer_costs GROUP BY month;
		RETURN QUERY
		SELECT 'workforce_pnl', month, 0::numeric, sum(fully_loaded_cost) FROM workforce_pnl GROUP BY month;
		RETURN QUERY
		SELECT 'work_item_costs', NULL::date, 0::numeric, sum(fully_loaded_cost) FROM work_item_costs HAVING count(*) > 0;
	END;
	$body$;
	COMMENT ON FUNCTION compare_reports() IS
	'compare_reports(): what the facts add up to (expected) and what the reports do (actual), in rows that tie_out adds up.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_comparison() IS
'create_comparison(): the function behind tie_out. Called by create_cost_views.';
