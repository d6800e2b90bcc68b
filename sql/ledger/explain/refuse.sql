CREATE OR REPLACE FUNCTION refuse(code text, message text, hint text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	RAISE EXCEPTION USING ERRCODE = code, MESSAGE = message, HINT = hint;
END;
$body$;
COMMENT ON FUNCTION refuse(text, text, text) IS 'refuse(''undefined_object'', ''work item does not exist'', ''Use another.''): raise an error, from a function in SQL that has no other way to.';

CREATE OR REPLACE FUNCTION warn(message text, hint text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	RAISE WARNING USING MESSAGE = message, HINT = hint;
	RETURN true;
END;
$body$;
COMMENT ON FUNCTION warn(text, text) IS 'warn(''model is not known'', ''Did you mean another?''): true after a WARNING, for a function in SQL that has no other way to.';

-- Whoever asks for a name that is not there has most likely mistyped one that is.
CREATE OR REPLACE FUNCTION nearest_name(name text, names text[]) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT n
		FROM (SELECT n, runrate_internal.edit_distance(lower(n), lower(btrim(name)),
			greatest(length(name) / 4, 1)) AS distance
			  FROM unnest(names) n) d
		WHERE distance IS NOT NULL
		ORDER BY distance, n COLLATE "C"
		LIMIT 1;
	END;
COMMENT ON FUNCTION nearest_name(text, text[]) IS 'nearest_name(''suport'', ARRAY[''support'', ''claims'']): the name that is nearly the same, whatever the case; empty if there is none.';
