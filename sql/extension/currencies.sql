
-- Decimals of currencies

CREATE FUNCTION runrate_internal.minor_unit(currency text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
	WHEN currency OPERATOR(pg_catalog.=) ANY ('{BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF}'::text[]) THEN 0
	WHEN currency OPERATOR(pg_catalog.=) ANY ('{BHD,IQD,JOD,KWD,LYD,OMR,TND}'::text[]) THEN 3
	WHEN currency OPERATOR(pg_catalog.=) ANY ('{CLF,UYW}'::text[]) THEN 4
	ELSE 2 END;
COMMENT ON FUNCTION runrate_internal.minor_unit(text) IS
'minor_unit(''KWD''): the decimals of a currency by ISO 4217: 0, 3 or 4 for those that are listed, 2 for all others.';
