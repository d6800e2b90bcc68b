-- "OpenAI, LLC" is the provider openai
CREATE OR REPLACE FUNCTION bill_provider(issuer text) RETURNS text
LANGUAGE sql STABLE
RETURN coalesce(
	(SELECT min(p.provider) FROM prices p
	 WHERE lower(p.provider) IN (lower(issuer), substring(lower(issuer) FROM '^[a-z0-9_.-]+'))),
	(SELECT min(k.price_name) FROM price_names k
	 WHERE k.dimension = 'provider' AND lower(k.name) = lower(issuer)));

COMMENT ON FUNCTION bill_provider(text) IS 'bill_provider(''OpenAI, LLC''): the provider of the price book that the issuer of a bill is, by its name or by price_names; NULL if none is.';
