-- A reopening has the version that it reopens.
CREATE OR REPLACE FUNCTION add_entry(kind text, month date, closed_through date, note text, accepted text[])
		RETURNS text
	LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO closings (entry, kind, month, version, closed_through, recorded_at, recorded_by, note, accepted,
		ledger_version, previous_digest, digest)
	SELECT (n.c).entry, (n.c).kind, (n.c).month, (n.c).version, (n.c).closed_through, (n.c).recorded_at,
		   (n.c).recorded_by, (n.c).note, (n.c).accepted, (n.c).ledger_version, (n.c).previous_digest,
		   document_digest(n.c)
	FROM (SELECT ROW(coalesce(p.entry, 0) + 1, kind, month,
					 (SELECT count(*) FROM closings v WHERE v.kind = 'close' AND v.month = add_entry.month)
						+ CASE kind WHEN 'close' THEN 1 ELSE 0 END,
					 closed_through, now(), runrate_internal.acting_role()::text, note, accepted,
					 runrate_internal.version(), p.digest, NULL)::closings AS c
		  FROM (SELECT max(entry) AS entry, max(digest) AS digest
				FROM (SELECT entry, digest FROM closings ORDER BY entry DESC LIMIT 1) l) p) n
	RETURNING digest;
END;
COMMENT ON FUNCTION add_entry(text, date, date, text, text[]) IS 'add_entry(''close'', date ''2026-04-01'', date ''2026-04-01'', ''April'', ''{}''): the next entry of the chain of closings, with the digest over what was frozen for it, which is returned.';
