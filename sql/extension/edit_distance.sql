
-- edit_distance: names that are nearly the same

CREATE FUNCTION runrate_internal.edit_distance(name text, other text, most bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_edit_distance' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.edit_distance(text, text, bigint) IS
'edit_distance(''T-1001'', ''T-1010'', 2): how many characters have to be inserted, deleted or replaced to make one name of the other, two that are in the wrong order counted once; NULL if more than the third argument, or for names of more than 255 bytes.';
