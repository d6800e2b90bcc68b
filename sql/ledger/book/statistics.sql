-- Without them the planner takes every event for a month of its own.
CREATE STATISTICS IF NOT EXISTS event_months (ndistinct) ON month_of(occurred_at), agent, layer, provider FROM events;
CREATE STATISTICS IF NOT EXISTS event_items (ndistinct) ON month_of(occurred_at), agent, work_item FROM events;
CREATE STATISTICS IF NOT EXISTS event_days (ndistinct) ON day_of(occurred_at), agent FROM events;
CREATE STATISTICS IF NOT EXISTS outcome_months (ndistinct) ON month_of(occurred_at), agent FROM outcomes;
CREATE STATISTICS IF NOT EXISTS outcome_days (ndistinct) ON day_of(occurred_at), agent FROM outcomes;
CREATE STATISTICS IF NOT EXISTS review_months (ndistinct) ON month_of(occurred_at), agent FROM reviews;
CREATE STATISTICS IF NOT EXISTS review_days (ndistinct) ON day_of(occurred_at), agent FROM reviews;
COMMENT ON STATISTICS event_months IS 'For the planner: how many groups event_cells has.';
COMMENT ON STATISTICS event_items IS 'For the planner: how many groups item_book has.';
COMMENT ON STATISTICS event_days IS 'For the planner: how many groups reports by day have.';
COMMENT ON STATISTICS outcome_months IS 'For the planner: how many groups outcome_cells has.';
COMMENT ON STATISTICS outcome_days IS 'For the planner: how many groups reports by day have.';
COMMENT ON STATISTICS review_months IS 'For the planner: how many groups review_cells has.';
COMMENT ON STATISTICS review_days IS 'For the planner: how many groups reports by day have.';
