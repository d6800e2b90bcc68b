-- The user's CSV file, from psql's standard input, into demo.runs.  Each record
-- comes with the number of its line as the first field, see csv-lines.awk.
-- psql variables: file, header (the first line), agent, cost, outcome,
-- work_item (empty: none), counts (empty: words for true and false; else the
-- words that count).

CREATE TABLE demo.runs (
	line       bigint PRIMARY KEY,	-- of the file
	agent      text NOT NULL,		-- "unattributed" where the field is empty
	cost       numeric,				-- digit for digit as in the file; NULL: not known
	outcome    boolean,				-- NULL: none yet
	work_item  text
);

\set SHOW_CONTEXT never

-- Ends the load with a message about a line of the file
CREATE FUNCTION demo.refuse(file text, line bigint, message text, hint text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '%', concat(file, ':' || line, ': ', message) USING HINT = coalesce(hint, '');
END
$$;

-- The fields of the header by position
CREATE TABLE demo.header AS
SELECT n::integer AS position,
	   btrim(replace(coalesce(m[1], m[2]), '""', '"'), E' \t') AS name
FROM regexp_matches(:'header', '(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))', 'g') WITH ORDINALITY AS f(m, n);

-- By its exact name, else by the only name that is the same apart from case
CREATE FUNCTION demo.column_of(file text, wanted text) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
DECLARE
	found integer[] := ARRAY(SELECT position FROM demo.header WHERE name = wanted);
BEGIN
	IF found = '{}' THEN
		found := ARRAY(SELECT position FROM demo.header WHERE lower(name) = lower(btrim(wanted)));
	END IF;
	IF cardinality(found) > 1 THEN
		PERFORM demo.refuse(file, 1, format('the name "%s" stands for %s columns', wanted, cardinality(found)), NULL);
	ELSIF found = '{}' THEN
		PERFORM demo.refuse(file, 1, format('there is no column "%s"', wanted),
			(SELECT format('The columns are: %s.', string_agg(format('"%s"', name), ', ' ORDER BY position))
					|| CASE WHEN count(*) = 1 AND min(name) ~ E'[;\t]'
						THEN ' The fields of this file must be separated by commas.' ELSE '' END
			 FROM demo.header));
	END IF;
	RETURN found[1];
END
$$;

SELECT 'f' || demo.column_of(:'file', :'agent') AS agent_field,
	   'f' || demo.column_of(:'file', :'cost') AS cost_field,
	   'f' || demo.column_of(:'file', :'outcome') AS outcome_field,
	   CASE WHEN :'work_item' = '' THEN 'NULL::text' ELSE 'f' || demo.column_of(:'file', :'work_item') END AS item_field
\gset

SELECT format('CREATE TABLE demo.records (line text, %s)', string_agg(format('f%s text', position), ', ' ORDER BY position))
FROM demo.header
\gexec

\set SHOW_CONTEXT errors
\copy demo.records from pstdin with (format csv, header)
\set SHOW_CONTEXT never

CREATE TABLE demo.fields AS
SELECT line::bigint AS line, nullif(:agent_field, '') AS agent, nullif(btrim(:cost_field, E' \t'), '') AS cost,
	   nullif(btrim(:outcome_field, E' \t'), '') AS outcome, nullif(:item_field, '') AS work_item
FROM demo.records;

SELECT demo.refuse(:'file', NULL, 'there is a header but no record', NULL)
WHERE NOT EXISTS (SELECT FROM demo.fields);

-- A cost is taken digit for digit, within what nobody would call money.
SELECT demo.refuse(:'file', line, format('cannot read cost "%s" as a number', cost),
		   CASE WHEN cost ~* '^[+-]?(nan|inf(inity)?|null|none|n/?a|-)$' THEN 'Leave a cost that is not known empty.'
				WHEN cost ~* '^[+-]?([$€£]|[a-z]{3})\s*[0-9][0-9.,]*$|^[+-]?[0-9][0-9.,]*\s*([$€£]|[a-z]{3})$' THEN 'Remove the currency sign.'
				WHEN cost ~ '^[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?$' THEN 'Remove the thousands separators.'
				WHEN cost ~ '^[+-]?[0-9]*,[0-9]+$' THEN 'The decimal separator must be a point.' END)
FROM (SELECT line, cost FROM demo.fields
	  WHERE cost !~ '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$' ORDER BY line LIMIT 1) f;

SELECT demo.refuse(:'file', line, format('cost "%s" is out of range', cost), NULL)
FROM (SELECT line, cost FROM demo.fields
	  WHERE length(cost) > 1000 OR substring(cost FROM '[eE][+-]?0*([0-9]*)$')::numeric > 1000 ORDER BY line LIMIT 1) f;

CREATE TABLE demo.words AS
SELECT word, true AS counts
FROM regexp_split_to_table(CASE WHEN :'counts' = '' THEN 'true,t,yes,y,1' ELSE lower(:'counts') END, '\s*,\s*') word
UNION ALL
SELECT word, false FROM regexp_split_to_table('false,f,no,n,0', ',') word WHERE :'counts' = '';

SELECT demo.refuse(:'file', line, format('cannot read outcome "%s" as true or false', outcome),
		   'Use true, t, yes, y, 1 or false, f, no, n, 0; empty means none yet. Name the words that count otherwise: COUNTS=resolved,closed.')
FROM (SELECT line, outcome FROM demo.fields
	  WHERE :'counts' = '' AND outcome IS NOT NULL AND lower(outcome) NOT IN (SELECT word FROM demo.words) ORDER BY line LIMIT 1) f;

SELECT demo.refuse(:'file', NULL, format('no outcome is one of "%s"', :'counts'),
		   (SELECT format('The outcomes are: %s.', string_agg(DISTINCT format('"%s"', outcome), ', ')) FROM demo.fields))
WHERE :'counts' <> '' AND NOT EXISTS (SELECT FROM demo.fields WHERE lower(outcome) IN (SELECT word FROM demo.words));

INSERT INTO demo.runs (line, agent, cost, outcome, work_item)
SELECT f.line, coalesce(f.agent, 'unattributed'), f.cost::numeric,
	   CASE WHEN f.outcome IS NOT NULL THEN coalesce(w.counts, false) END, f.work_item
FROM demo.fields f
LEFT JOIN demo.words w ON w.word = lower(f.outcome);

DROP TABLE demo.records, demo.fields, demo.header, demo.words;
DROP FUNCTION demo.column_of(text, text), demo.refuse(text, bigint, text, text);
ANALYZE demo.runs;
