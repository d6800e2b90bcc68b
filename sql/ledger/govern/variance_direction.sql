CREATE OR REPLACE FUNCTION variance_direction(variance numeric) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN variance < 0 THEN 'F' WHEN variance > 0 THEN 'U' ELSE '' END;
COMMENT ON FUNCTION variance_direction(numeric) IS 'variance_direction(cost - budget): F, favourable, if it is below zero, U, unfavourable, if above, else nothing.';
