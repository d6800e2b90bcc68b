-- Texts of a page. All that is not of ASCII is written as an entity, so that a
-- page is the same in every encoding of a database.

CREATE OR REPLACE FUNCTION html_escape(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- Control characters, and those that turn the direction of what follows
	SELECT regexp_replace(
		replace(replace(replace(replace(replace(value, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'),
				'''', '&#39;'),
		'[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]', '&#xFFFD;', 'g');
END;

CREATE OR REPLACE FUNCTION html_cut(value text, most bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- From the middle, as names often differ in their ends
	SELECT CASE WHEN length(s.line) <= most THEN html_escape(s.line)
				ELSE html_escape(rtrim(left(s.line, (most - 1 - (most - 1) / 3)::integer))) || '&hellip;'
					|| html_escape(ltrim(right(s.line, ((most - 1) / 3)::integer))) END
	FROM (SELECT btrim(regexp_replace(value, '\s+', ' ', 'g')) AS line) s;
END;

CREATE OR REPLACE FUNCTION html_name(value text, most bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT '<bdi' || CASE WHEN length(s.line) > most THEN ' title="' || html_cut(s.line, 200) || '"' ELSE '' END || '>'
		|| html_cut(s.line, most) || '</bdi>'
	FROM (SELECT btrim(regexp_replace(value, '\s+', ' ', 'g')) AS line) s;
END;

COMMENT ON FUNCTION html_escape(text) IS 'html_escape(agent): a text for a page, where nothing of it is mark-up.';
COMMENT ON FUNCTION html_cut(text, bigint) IS 'html_cut(agent, 24): the same in one line and in at most so many characters.';
COMMENT ON FUNCTION html_name(text, bigint) IS 'html_name(agent, 24): a name as an element of a page, with its full text to point at if it was cut.';
