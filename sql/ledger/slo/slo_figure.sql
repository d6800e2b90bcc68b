CREATE TYPE slo_figure AS (
	metric text,
	actual numeric,
	evidence bigint
);

COMMENT ON TYPE slo_figure IS 'A figure that objectives are about: what it is and on how many outcomes or judged reviews it stands; evidence is empty for totals.';
