
-- Service-level objectives: band, status, escalation, error budget

CREATE FUNCTION runrate.slo_status(actual numeric, target numeric, tolerance numeric DEFAULT 0.15,
	red numeric DEFAULT 0.20, critical numeric DEFAULT 0.50, direction text DEFAULT 'ceiling') RETURNS text
	AS 'MODULE_PATHNAME', 'rr_slo_status' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_status(numeric, numeric, numeric, numeric, numeric, text) IS
'slo_status(0.47, 0.40) is ''yellow'': how actual stands against target. tolerance, red and critical are fractions of target: up to and with tolerance on the bad side green, from red red, from critical critical, between tolerance and red yellow. direction says which side is bad: ''ceiling'' above (a cost, a review ratio), ''floor'' below (accuracy), ''band'' both. ''no_data'' if actual is NULL; NULL if another argument is.';

CREATE FUNCTION runrate.slo_status(actual double precision, target double precision,
	tolerance double precision DEFAULT 0.15, red double precision DEFAULT 0.20, critical double precision DEFAULT 0.50,
	direction text DEFAULT 'ceiling') RETURNS text
	AS 'MODULE_PATHNAME', 'rr_slo_status_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_status(double precision, double precision, double precision, double precision, double precision, text) IS
'slo_status(spend, target): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.slo_status_between(actual numeric, low numeric, high numeric, red numeric DEFAULT 0.20,
	critical numeric DEFAULT 0.50) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_slo_status_between' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_status_between(numeric, numeric, numeric, numeric, numeric) IS
'slo_status_between(2.55, 2.00, 2.50) is ''yellow'': slo_status for a band given by its edges, which are inside. The target is the middle of the band; red and critical are fractions of it.';

CREATE FUNCTION runrate.slo_status_between(actual double precision, low double precision, high double precision,
	red double precision DEFAULT 0.20, critical double precision DEFAULT 0.50) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_slo_status_between_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_status_between(double precision, double precision, double precision, double precision, double precision) IS
'slo_status_between(spend, low, high): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.slo_status_with_evidence(actual numeric, low numeric, high numeric, outcomes bigint,
	target numeric, tolerance numeric DEFAULT 0.15, red numeric DEFAULT 0.20, critical numeric DEFAULT 0.50,
	direction text DEFAULT 'ceiling', min_outcomes bigint DEFAULT 10) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_slo_status_with_evidence' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_status_with_evidence(numeric, numeric, numeric, bigint, numeric, numeric, numeric, numeric, text, bigint) IS
'slo_status_with_evidence(0.62, 0.45, 0.79, 40, 0.40) is ''insufficient_evidence'': slo_status, but red only if the confidence interval from low to high (unit_cost_interval) is outside the band, and critical only if it is from red on; critical that is at least outside the band is red, otherwise ''insufficient_evidence''. That too if there are fewer than min_outcomes outcomes. Only the end of the interval that is nearest to the target counts: with a confidence of 0.9 an agent on target is red or worse in at most 2 of 100 periods. A NULL low or high is an unbounded interval.';

CREATE FUNCTION runrate.slo_status_with_evidence(actual double precision, low double precision, high double precision,
	outcomes bigint, target double precision, tolerance double precision DEFAULT 0.15,
	red double precision DEFAULT 0.20, critical double precision DEFAULT 0.50, direction text DEFAULT 'ceiling',
	min_outcomes bigint DEFAULT 10) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_slo_status_with_evidence_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_status_with_evidence(double precision, double precision, double precision, bigint, double precision, double precision, double precision, double precision, text, bigint) IS
'slo_status_with_evidence(spend, low, high, tickets, target): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.slo_severity(status text) RETURNS integer
	AS 'MODULE_PATHNAME', 'rr_slo_severity' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_severity(text) IS
'slo_severity(''red'') is 3: a status as a number that sorts. green 0, no_data and insufficient_evidence 1, yellow 2, red 3, critical 4.';

CREATE FUNCTION runrate.slo_band_low(target numeric, tolerance numeric DEFAULT 0.15) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_slo_band_low' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_band_low(numeric, numeric) IS
'slo_band_low(0.40, 0.15) is 0.34: target * (1 - tolerance), the lower edge of the band, in the unit of target.';

CREATE FUNCTION runrate.slo_band_low(target double precision, tolerance double precision DEFAULT 0.15) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_slo_band_low_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_band_low(double precision, double precision) IS
'slo_band_low(target): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.slo_band_high(target numeric, tolerance numeric DEFAULT 0.15) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_slo_band_high' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_band_high(numeric, numeric) IS
'slo_band_high(0.40, 0.15) is 0.46: target * (1 + tolerance), the upper edge of the band, in the unit of target.';

CREATE FUNCTION runrate.slo_band_high(target double precision, tolerance double precision DEFAULT 0.15) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_slo_band_high_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_band_high(double precision, double precision) IS
'slo_band_high(target): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.slo_escalation(status text, periods bigint DEFAULT 2) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_slo_escalation' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.slo_escalation(text, bigint) IS
'slo_escalation(status, 2) OVER (PARTITION BY agent ORDER BY week): the status to act on. red only when it is at least the periods-th period in a row that is red or critical, yellow until then; critical at once. no_data and insufficient_evidence neither extend nor end such a run.';

CREATE FUNCTION runrate.error_budget(target numeric, outcomes bigint, tolerance numeric DEFAULT 0.15) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_error_budget' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.error_budget(numeric, bigint, numeric) IS
'error_budget(0.40, 10000, 0.15) is 600: target * outcomes * tolerance, the money that outcomes may cost beyond their target, all together, before the average leaves the band.';

CREATE FUNCTION runrate.error_budget(target double precision, outcomes bigint, tolerance double precision DEFAULT 0.15)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_error_budget_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.error_budget(double precision, bigint, double precision) IS
'error_budget(target, tickets): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.burn_ratio(cost numeric, outcomes bigint, target numeric, expected_outcomes bigint,
	elapsed_ratio numeric, tolerance numeric DEFAULT 0.15) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_burn_ratio' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.burn_ratio(numeric, bigint, numeric, bigint, numeric, numeric) IS
'burn_ratio(1300, 2500, 0.40, 10000, 0.25) is 2: share of the error budget of the SLO period that a window has spent, divided by the window''s share of the period, elapsed_ratio (0 to 1). Spent is cost - outcomes * target; the budget is error_budget(target, expected_outcomes, tolerance), with the outcomes expected in the whole period. At 1 the budget lasts exactly for the period; below 0 the outcomes cost less than their target. NULL if there is no budget or no time.';

CREATE FUNCTION runrate.burn_ratio(cost double precision, outcomes bigint, target double precision,
	expected_outcomes bigint, elapsed_ratio double precision, tolerance double precision DEFAULT 0.15) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_burn_ratio_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.burn_ratio(double precision, bigint, double precision, bigint, double precision, double precision) IS
'burn_ratio(spend, tickets, target, expected_tickets, elapsed_ratio): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.outcome_burn_ratio(bad_outcomes bigint, outcomes bigint, objective numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_outcome_burn_ratio' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.outcome_burn_ratio(bigint, bigint, numeric) IS
'outcome_burn_ratio(50, 500, 0.95) is 2: the burn rate of site reliability engineering: the share of outcomes that were bad (dearer than their limit, say), divided by the share that may be, 1 - objective. At 1 the budget lasts exactly for the period, at 2 for half of it. It counts outcomes, so that a bad one stays bad; burn_ratio() weighs them with money, so that cheap ones earn the budget back. NULL without outcomes, or if the objective is 1.';

CREATE FUNCTION runrate.outcome_burn_ratio(bad_outcomes bigint, outcomes bigint, objective double precision)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_outcome_burn_ratio_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.outcome_burn_ratio(bigint, bigint, double precision) IS
'outcome_burn_ratio(dear_tickets, tickets, objective): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.burn_alert(fast_burn numeric, slow_burn numeric, page numeric DEFAULT 6,
	ticket numeric DEFAULT 1) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_burn_alert' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.burn_alert(numeric, numeric, numeric, numeric) IS
'burn_alert(burn_last_day, burn_last_week) is ''page'' if the burn ratios (burn_ratio() or outcome_burn_ratio()) of the fast and of the slow window are both above page, else ''ticket'' if both are above ticket, else ''none''. ''no_data'' if one of them is NULL.';

CREATE FUNCTION runrate.burn_alert(fast_burn double precision, slow_burn double precision,
	page double precision DEFAULT 6, ticket double precision DEFAULT 1) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_burn_alert_float8' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.burn_alert(double precision, double precision, double precision, double precision) IS
'burn_alert(fast_burn, slow_burn): as for numeric; each double precision number is taken as its shortest exact decimal.';
