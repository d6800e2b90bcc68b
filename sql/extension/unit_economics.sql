
-- The arithmetic of a unit cost

CREATE FUNCTION runrate.fully_loaded_cost(direct_cost numeric, review_ratio numeric, cost_per_review numeric,
	overhead numeric DEFAULT 0) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_fully_loaded_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.fully_loaded_cost(numeric, numeric, numeric, numeric) IS
'fully_loaded_cost(5.00, 0.20, 8.00) is 6.60: direct_cost + review_ratio * cost_per_review + overhead, money per outcome. review_ratio is the share of outcomes that a human reviews, 0 to 1; overhead is the share of the fixed costs that falls on one outcome.';

CREATE FUNCTION runrate.fully_loaded_cost(direct_cost double precision, review_ratio double precision,
	cost_per_review double precision, overhead double precision DEFAULT 0) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_fully_loaded_cost_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.fully_loaded_cost(double precision, double precision, double precision, double precision) IS
'fully_loaded_cost(spend, review_ratio, review_fee): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.hitl_surcharge(review_ratio numeric, cost_per_review numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_hitl_surcharge' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.hitl_surcharge(numeric, numeric) IS
'hitl_surcharge(0.20, 8.00) is 1.60: review_ratio * cost_per_review, the money that human review adds to each outcome. review_ratio is the share of outcomes that a human reviews, 0 to 1.';

CREATE FUNCTION runrate.hitl_surcharge(review_ratio double precision, cost_per_review double precision) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_hitl_surcharge_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.hitl_surcharge(double precision, double precision) IS
'hitl_surcharge(review_ratio, review_fee): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.review_cost(minutes numeric, hourly_cost numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_review_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.review_cost(numeric, numeric) IS
'review_cost(12, 40.00) is 8.00: minutes * hourly_cost / 60, the money that a review costs. hourly_cost is the reviewer''s loaded cost per hour.';

CREATE FUNCTION runrate.review_cost(minutes double precision, hourly_cost double precision) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_review_cost_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.review_cost(double precision, double precision) IS
'review_cost(minutes, wage): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.token_cost(input_tokens bigint, output_tokens bigint, input_price_per_million numeric,
	output_price_per_million numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_token_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.token_cost(bigint, bigint, numeric, numeric) IS
'token_cost(5000, 2000, 3, 15) is 0.045: (input_tokens * input_price_per_million + output_tokens * output_price_per_million) / 1,000,000, money, not rounded.';

CREATE FUNCTION runrate.token_cost(input_tokens bigint, output_tokens bigint, input_price_per_million double precision,
	output_price_per_million double precision) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_token_cost_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.token_cost(bigint, bigint, double precision, double precision) IS
'token_cost(input_tokens, output_tokens, input_price, output_price): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.cost_saving(baseline_unit_cost numeric, unit_cost numeric, outcomes bigint) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_cost_saving' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.cost_saving(numeric, numeric, bigint) IS
'cost_saving(8.50, 5.00, 24000) is 84000.00: (baseline_unit_cost - unit_cost) * outcomes, money. Above zero is a saving, below zero a loss.';

CREATE FUNCTION runrate.cost_saving(baseline_unit_cost double precision, unit_cost double precision, outcomes bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_cost_saving_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.cost_saving(double precision, double precision, bigint) IS
'cost_saving(human_cost, spend_per_ticket, tickets): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.period_cost(unit_cost numeric, outcomes bigint, fixed_cost numeric DEFAULT 0) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_period_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.period_cost(numeric, bigint, numeric) IS
'period_cost(1.50, 50000, 50000) is 125000.00: unit_cost * outcomes + fixed_cost, the money that a period costs.';

CREATE FUNCTION runrate.period_cost(unit_cost double precision, outcomes bigint, fixed_cost double precision DEFAULT 0)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_period_cost_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.period_cost(double precision, bigint, double precision) IS
'period_cost(spend_per_ticket, tickets, fixed_spend): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.payback_months(one_off_cost numeric, monthly_saving numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_payback_months' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.payback_months(numeric, numeric) IS
'payback_months(40000, 20000) is 2: one_off_cost / monthly_saving, the number of months until a one-off cost is earned back. NULL if monthly_saving is zero or negative: it never is.';

CREATE FUNCTION runrate.payback_months(one_off_cost double precision, monthly_saving double precision) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_payback_months_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.payback_months(double precision, double precision) IS
'payback_months(investment, monthly_saving): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.return_on_ai_spend(gross_saving numeric, ai_cost numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_return_on_ai_spend' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.return_on_ai_spend(numeric, numeric) IS
'return_on_ai_spend(300000, 250000) is 1.2: gross_saving / ai_cost, a ratio; 1 is break-even. gross_saving is what people would have cost, before the cost of AI is taken off; this is not the return on investment, which is 0.2 here. NULL if ai_cost is 0.';

CREATE FUNCTION runrate.return_on_ai_spend(gross_saving double precision, ai_cost double precision) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_return_on_ai_spend_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.return_on_ai_spend(double precision, double precision) IS
'return_on_ai_spend(gross_saving, spend): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.return_on_investment(human_cost numeric, ai_cost numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_return_on_investment' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.return_on_investment(numeric, numeric) IS
'return_on_investment(300000, 250000) is 0.2: (human_cost - ai_cost) / ai_cost, a ratio; 0 is break-even, below zero a loss. human_cost is what people would have cost for the same outcomes: return_on_investment(human_cost, fully_loaded_cost) FROM ledger.workforce_pnl. NULL if ai_cost is 0.';

CREATE FUNCTION runrate.return_on_investment(human_cost double precision, ai_cost double precision) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_return_on_investment_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.return_on_investment(double precision, double precision) IS
'return_on_investment(human_cost, spend): as for numeric; each double precision number is taken as its shortest exact decimal.';
