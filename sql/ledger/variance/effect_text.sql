-- How effects of a unit cost are said, and where to look on

CREATE OR REPLACE FUNCTION effect_text(effect text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE effect WHEN 'price' THEN 'the prices of models'
		WHEN 'model_mix' THEN 'the mix of models'
		WHEN 'tokens_per_attempt' THEN 'the tokens of an attempt'
		WHEN 'attempts_per_outcome' THEN 'the attempts for an outcome'
		WHEN 'direct' THEN 'direct costs other than models'
		WHEN 'review' THEN 'human review'
		WHEN 'volume' THEN 'the volume that bears the overhead'
		WHEN 'overhead' THEN 'the amount of overhead'
		WHEN 'mix' THEN 'the mix of agents and work'
		WHEN 'without_outcomes' THEN 'cost without outcomes' END;
COMMENT ON FUNCTION effect_text(text) IS 'effect_text(''price''): an effect of what_changed() in words.';

CREATE OR REPLACE FUNCTION signed_text(amount numeric) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN amount > 0 THEN '+' ELSE '' END || plain(amount);
COMMENT ON FUNCTION signed_text(numeric) IS 'signed_text(0.050): a change of an amount as text, with its sign.';

CREATE OR REPLACE FUNCTION effect_query(effect text, agent text, value text, month date, base_month date) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN format(CASE
			WHEN effect IN ('price', 'model_mix') THEN
				'SELECT * FROM model_costs WHERE concat_ws('' '', nullif(provider, ''unattributed''), model) = %3$L AND month IN (%1$L, %2$L)'
			WHEN effect IN ('volume', 'overhead', 'direct', 'without_outcomes') THEN
				'SELECT e.* FROM (SELECT DISTINCT month, business_unit FROM chargeback WHERE agent = %4$L AND month IN (%1$L, %2$L)) c, explain_chargeback(c.month, c.business_unit) e'
			ELSE 'SELECT * FROM unit_costs WHERE agent = %4$L AND month IN (%1$L, %2$L)' END,
		day_text(base_month), day_text(month), value, agent);
COMMENT ON FUNCTION effect_query(text, text, text, date, date) IS 'effect_query(''price'', ''support'', ''openai gpt-5'', date ''2026-03-01'', date ''2026-02-01''): the query that shows more about an effect.';

CREATE OR REPLACE FUNCTION change_text(unit_of_work text, unit_cost0 numeric, unit_cost1 numeric, base_month date,
										this_month date) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN format('An outcome%s cost %s %s in %s, %s in %s.', ' (' || unit_of_work || ')',
				  plain(round(unit_cost1, 6)), ledger_currency(),
				  left(day_text(this_month), 7),
				  CASE WHEN round(unit_cost1, 6) = round(unit_cost0, 6) THEN 'as much as'
					   ELSE concat(plain(abs(round(unit_cost1, 6) - round(unit_cost0, 6))),
								   ' (' || plain(round(abs(percent_of(unit_cost1 - unit_cost0, unit_cost0)), 1))
								   || ' %)',
								   CASE WHEN unit_cost1 > unit_cost0 THEN ' more' ELSE ' less' END, ' than') END,
				  left(day_text(base_month), 7));
COMMENT ON FUNCTION change_text(text, numeric, numeric, date, date) IS 'change_text(''ticket'', 0.40, 0.49, date ''2026-02-01'', date ''2026-03-01''): a change of the unit cost in words.';

CREATE OR REPLACE FUNCTION effect_sentence(effect text, contribution numeric, agent text, value text,
											of_it numeric) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN format('%s%s made it %s %s %s, most of all %s%s (%s).', upper(left(effect_text(effect), 1)),
				  substr(effect_text(effect), 2),
				  plain(round(abs(contribution), 6)), ledger_currency(),
				  CASE WHEN contribution > 0 THEN 'dearer' ELSE 'cheaper' END,
				  agent, ', ' || value, signed_text(round(of_it, 6)));
COMMENT ON FUNCTION effect_sentence(text, numeric, text, text, numeric) IS 'effect_sentence(''price'', 0.05, ''support'', ''openai gpt-5'', 0.04): an effect in words, with the largest part of it.';
