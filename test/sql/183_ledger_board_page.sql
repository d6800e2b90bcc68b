--
-- The page of the board report: what it is made of, and that nothing of a ledger
-- is mark-up on it.  How it looks is tested with a browser, in t/165.
--
SET client_min_messages = warning;
SET jit = off;
SET TimeZone = 'Asia/Kathmandu';
SET DateStyle = 'German';
CALL runrate.create_ledger('page_test', 'USD', 'UTC');
SET search_path = page_test, page_test_internal;

-- Texts
SELECT html_escape('<script>alert(1)</script> & "Sons" '''), html_escape(E'a\x01\x7f') AS controls, html_escape(U&'x\202Ey\2066z') AS directions;
SELECT html_cut('short', 24), html_cut(E'  two\n lines ', 24), html_cut('Profit and loss line number 12', 24), html_cut('<<<<<<<<<<<<<<<<', 8);
SELECT html_name('plain', 10), html_name('"><img src=x onerror=alert(1)>', 12);
-- Numbers
SELECT x, html_number(x) AS number, html_money(x, false) AS money, html_money(x, true) AS thousands, html_unit_cost(x) AS unit_cost, html_ratio(x) AS ratio, html_points(x) AS points
FROM (VALUES (NULL::numeric), (0), (0.0326), (0.09995), (0.5), (0.9996), (1), (1.5), (99.995), (100), (999.5), (1000.4), (-12.345), (202000), (1234567890.5)) v (x);
SELECT x, previous, html_change(x, previous) AS change, page_than(x, previous) AS than, html_mark(x - previous, true) AS low, html_mark(x - previous, false) AS high, html_mark(x - previous, NULL) AS no_direction
FROM (VALUES (1.5, 1.5), (1.5, 2), (2, 1.5), (6, 2), (6.1, 2), (85521, 62964)) v (x, previous);
SELECT html_change(1, 0) AS from_zero, html_change(1, -1) AS from_less, html_change(NULL, 1) AS unknown, html_change(1e9, 0.0001) AS beyond;
SELECT x, page_round_up(x) AS top, (page_scale(page_round_up(x), 0)).step FROM (VALUES (NULL::numeric), (0), (0.0109), (0.9), (1), (1.01), (2.3), (3.05), (4.4), (8.5), (9), (73000)) v (x);
SELECT (page_scale(4, -1.5)).bottom, page_tick(1.5, 0.5), page_tick(3, 1), page_bar('up', 5, 0, 10), page_bar('down', -5, -10, 10), page_bar('up', 0, 0, 10) AS nothing;
SELECT html_day('2026-10-03'), html_month('2026-10-01', 'Mon YY'), html_month('2026-05-01', 'Month YYYY'), html_count(1, 'line'), html_count(1200, 'line');

-- A month without anything, and what is no month
SELECT board_report_html('2026-10-15') ~ 'Nothing is on record for October 2026\.' AS empty, length(board_report_html('2026-10-15')) < 20000 AS short;
\set VERBOSITY terse
SELECT length(board_report_html('2026-10-15', repeat('a name ', 20000))) < 20000 AS short;
SELECT board_report_html(NULL);
SELECT board_report_html('infinity');

-- The chargeback of the source text
INSERT INTO business_units (business_unit, pl_line) VALUES ('cs', 'Customer Service'), ('uw', 'Claims <Underwriting>'), ('lo', 'Loan Origination');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('cs', 'cs', 'ticket'), ('uw', 'uw', 'claim'), ('lo', 'lo', 'application'), ('zombie "2"', 'lo', 'application');
INSERT INTO events (occurred_at, agent, cost) SELECT month, agent, cost FROM (VALUES ('cs', 180000), ('uw', 18400), ('lo', 3000), ('zombie "2"', 600)) a (agent, cost), (VALUES ('2025-10-10 12:00+00'::timestamptz), ('2026-09-10 12:00+00'), ('2026-10-10 12:00+00')) m (month);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT month, agent, outcome, n FROM (VALUES ('cs', 'resolved', 120000), ('uw', 'adjudicated', 8000), ('lo', 'originated', 2000)) a (agent, outcome, n), (VALUES ('2026-09-10 12:00+00'::timestamptz), ('2026-10-10 12:00+00')) m (month);
INSERT INTO revenue (month, amount) VALUES ('2026-10-01', 8000000);
INSERT INTO slos (agent, metric, target) VALUES ('cs', 'cost_per_outcome', 1.45), ('uw', 'cost_per_outcome', 1.90);
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 5.83), ('claim', 8.50);
INSERT INTO budgets (business_unit, valid_from, monthly_amount) VALUES ('cs', '2026-01-01', 175000), ('uw', '2026-01-01', 20000);
-- 0.60 more for a ticket: a late bill, and a month later a row of September
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-10-20 12:00+00', 'cs', 26400);

SELECT pl_line, unit_of_work, agents, volume, trim_scale(amount) AS amount, unit_cost, target, band_low, band_high, covered_ratio, human_unit_cost, status FROM unit_cost_targets WHERE month = '2026-10-01' ORDER BY amount DESC;
SELECT pl_line, unit_of_work, trim_scale(change) AS change, trim_scale(volume_effect) AS volume, trim_scale(unit_cost_effect) AS unit_cost, trim_scale(other_effect) AS other FROM cost_bridge WHERE month IN ('2026-09-01', '2026-10-01') ORDER BY month, pl_line;
SELECT count(*) AS lines, count(*) FILTER (WHERE change <> coalesce(volume_effect + unit_cost_effect, other_effect)) AS inexact FROM cost_bridge;
SELECT DISTINCT direction, line_key FROM board_report WHERE month = '2026-10-01' AND line_key IN ('total_cost', 'blended_unit_cost', 'saving', 'cost_to_revenue') ORDER BY 2;
SELECT reason_order, agent, months, trim_scale(cost) AS cost, trim_scale(total) AS total FROM retirement_board('2026-10-01', ARRAY(SELECT h FROM slo_history h WHERE h.period_type = 'month' AND h.period_start = '2026-10-01'));

CREATE TABLE page AS SELECT board_report_html('2026-10-31', 'A <b> & "Sons"') AS html;
SELECT unnest(regexp_matches(html, '<p class="lead">(.*?)</p>')) AS lead, unnest(regexp_matches(html, '<title>(.*?)</title>')) AS title FROM page;
SELECT regexp_replace(m[1], '<[^>]*>', '', 'g') AS changed FROM page, regexp_matches(html, '<li>(.*?)</li>', 'g') m;
SELECT regexp_replace(regexp_replace(m[1], '</t[hd]>', ' | ', 'g'), '<[^>]*>', '', 'g') AS line FROM page, substring(html FROM '<table class="cb">.*?</table>') t, regexp_matches(t, '<tr.*?>(.*?)</tr>', 'g') m;
SELECT m[1] AS described FROM page, regexp_matches(html, '<desc .*?>(.*?)</desc>', 'g') m;
-- It needs nothing, runs nothing, and is well-formed
SELECT html ~* '<script|javascript:|\son\w+=|url\(|@import|<link|<img|href=|src=' AS does_something, html ~ '[^\x01-\x7f]' AS is_beyond_ascii, xml_is_well_formed_document(regexp_replace(regexp_replace(html, '<meta ([^>]*)>', '<meta \1/>', 'g'), '<!DOCTYPE html>|&(ndash|minus|hellip|times|nbsp|rsquo|uarr|plusmn|euro|pound|yen);', '', 'g')) AS well_formed FROM page;
-- The same data gives the same bytes, to whoever asks and under whatever settings
SET TimeZone = 'UTC';
SET DateStyle = 'ISO';
SET extra_float_digits = -5;
SET enable_hashjoin = off;
SELECT count(*) AS same FROM page WHERE html = board_report_html('2026-10-01', 'A <b> & "Sons"');
RESET enable_hashjoin;
-- and other data another digest
UPDATE agents SET business_unit = 'cs' WHERE agent = 'uw';
SELECT count(*) AS same FROM page WHERE substring(html FROM '<code>(\w+)</code>') = substring(board_report_html('2026-10-01') FROM '<code>(\w+)</code>');

-- A line whose outcomes are budgeted has that budget, the others their total
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('cs', '2026-10-01', 1.45, 110000), ('lo', '2026-10-01', 1.50, 1000);
SELECT substring(m[1] FROM '<th scope="row">(.*?)</th>') AS line, substring(m[1] FROM '<td class="n gap">(.*?)</td>') AS budget FROM substring(board_report_html('2026-10-01') FROM '<table class="cb">.*?</table>') t, regexp_matches(t, '<tr.*?>(.*?)</tr>', 'g') m WHERE m[1] ~ 'scope="row"';

RESET search_path;
CALL runrate.drop_ledger('page_test', confirm => 'page_test');
