
-- Facts: append-only, idempotent, priced on arrival

CREATE FUNCTION runrate_internal.append_fact() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_append_fact' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.append_fact() IS
'append_fact(kind, money, derived columns ...): trigger before each row that is inserted into or updated in a fact table. Puts rows aside that cannot be taken or whose key is known, gives the others their number, days and cost, and refuses updates that are more than that. money is the column of the money, empty if there is none; derived columns are those that the trigger alone sets.';

CREATE FUNCTION runrate_internal.keep_key(fact_table oid, key_hash uuid, id bigint, occurred_at timestamptz)
	RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_keep_key' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.keep_key(oid, uuid, bigint, timestamptz) IS
'keep_key(NEW.tableoid, NEW.key_hash, NEW.id, NEW.occurred_at): condition of a trigger after each row that is inserted into a partitioned table of facts. Writes the key of the row into the table of keys, and is never true.';

CREATE FUNCTION runrate_internal.report_intake() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_report_intake' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.report_intake() IS
'report_intake(money): trigger after a statement that inserts facts. Takes in rows that waited for another transaction, and gives one warning if rows were put aside or have no cost; money is the name of the column that is computed.';

CREATE FUNCTION runrate_internal.refuse_change() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_refuse_change_trigger' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.refuse_change() IS
'refuse_change(fact): trigger before a statement, or before each row, that would change an append-only table. The argument is what the rows are, if a function reverse_... cancels them, and empty for a history; without it a later row supersedes them.';

CREATE FUNCTION runrate_internal.dispose_investment(disposals regclass, investment bigint, month date, reason text)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_dispose_investment' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.dispose_investment(regclass, bigint, date, text) IS
'dispose_investment(''ledger.disposals''::regclass, 7, ''2026-04-01'', ''agent shut down''): what dispose_investment of a ledger does.';

CREATE FUNCTION runrate_internal.add_reclassification(reclassifications regclass, line record, recorded_by text)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_add_reclassification' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.add_reclassification(regclass, record, text) IS
'add_reclassification(''ledger.reclassifications''::regclass, line, ''controller''): insert a row that reclassify of a ledger has made up, for a role. Returns its id. Only for the owner of the ledger.';

CREATE FUNCTION runrate_internal.correct_event(events regclass, event bigint, reason text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_correct_event' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.correct_event(regclass, bigint, text) IS
'correct_event(''ledger.events''::regclass, 42, ''new price list''): book the difference between what an event costs by the price book as it is known now and what is booked for it, as a row that corrects it; false if there is none, or the event is reversed, or has no price any more.';

CREATE FUNCTION runrate_internal.mark_closing(marked regclass, closing integer) RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_mark_closing' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.mark_closing(regclass, integer) IS
'mark_closing(''ledger.changes''::regclass, 7): mark the rows of an append-only table that the statement sees and no closing has seen yet. Needs the right to update its column closing, which is no use otherwise. Returns how many rows.';

CREATE FUNCTION runrate_internal.erase_person(erased_table regclass, person_column text, person text, erased text)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'rr_erase_person' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.erase_person(regclass, text, text, text) IS
'erase_person(''ledger.events'', ''work_item'', ''ticket 4711'', ''erased:...''): put something else in place of a name in a table of a ledger, be it append-only; in facts their keys, reasons and usage objects go with it. Balances are the caller''s to rename. Returns how many rows.';

CREATE PROCEDURE runrate_internal.check_may_erase(ledger_table regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	IF NOT (SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c WHERE c.oid = ledger_table) THEN
		RAISE EXCEPTION 'permission denied to erase names'
			USING ERRCODE = 'insufficient_privilege',
				  HINT = 'Ask the owner of the ledger.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE runrate_internal.check_may_erase(regclass) IS
'check_may_erase(''ledger.events''): an error if the current role may not erase names, as only the owner of the ledger may.';

CREATE FUNCTION runrate_internal.event_cost(event record, as_known_at timestamptz) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_event_cost' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.event_cost(record, timestamptz) IS
'event_cost(e, NULL) FROM ledger.events e: what the event costs by its billed amount or, without one, by its usage and the price book, in the currency of the ledger, whatever cost it has. as_known_at: prices, aliases and exchange rates recorded later are ignored; NULL: none is. NULL if there is no price.';

CREATE FUNCTION runrate_internal.event_what_if(event record, provider text, model text, at timestamptz,
	OUT cost numeric, OUT problem text, OUT tokens bigint)
	AS 'MODULE_PATHNAME', 'rr_event_what_if' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.event_what_if(record, text, text, timestamptz) IS
'event_what_if(e, ''openai'', ''gpt-5'', now()) FROM ledger.events e: what the usage of the event would cost with that model at the prices and exchange rates of that time, in the currency of the ledger, whatever it did cost. cost is NULL if there is no price; problem then says why. tokens are those of all kinds.';

CREATE FUNCTION runrate_internal.event_price_lines(event record, as_known_at timestamptz,
	OUT meter text, OUT quantity numeric, OUT price_row bigint, OUT price numeric, OUT per bigint, OUT amount numeric,
	OUT currency text, OUT rate numeric)
	RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'rr_event_price_lines' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.event_price_lines(record, timestamptz) IS
'event_price_lines(e, NULL) FROM ledger.events e: the quantities and prices that event_cost is made of: amount = quantity * price / per * rate, exact up to 18 decimals, in the currency of the ledger; currency is that of the price, and rate what it was worth at the time of the event, 1 if it is that of the ledger. No rows for an event without a price and for one that was billed in an amount.';

-- Balances: what facts add up to

CREATE FUNCTION runrate_internal.lock_folding(postings oid, wait boolean) RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_lock_folding' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.lock_folding(oid, boolean) IS
'lock_folding(''ledger_internal.event_postings''::regclass, false): keep everybody else from folding the balances of a ledger until the end of the transaction; false if another session does and wait is false.';

CREATE FUNCTION runrate_internal.count_fact(kind text, fact record) RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_count_fact' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.count_fact(text, record) IS
'count_fact(''event'', NEW): condition of a trigger after each row that is inserted into a table of facts. Counts the row in the sums that post_facts() writes after the statement, and is never true, so that no row waits for the trigger itself.';

CREATE FUNCTION runrate_internal.count_change(kind text, old_fact record, new_fact record) RETURNS boolean
	AS 'MODULE_PATHNAME', 'rr_count_change' LANGUAGE C STRICT;
COMMENT ON FUNCTION runrate_internal.count_change(text, record, record) IS
'count_change(''event'', OLD, NEW): condition of a trigger after each row of facts that is updated. Takes off what the old row added to the sums and counts the new one; never true.';

CREATE FUNCTION runrate_internal.post_facts() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_post_facts' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.post_facts() IS
'post_facts(): trigger after a statement that inserts or updates facts. Writes what was counted into the postings of the ledger.';

CREATE FUNCTION runrate_internal.fold_on_request() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_fold_on_request' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.fold_on_request() IS
'fold_on_request(): deferred trigger after a row that is inserted into fold_requests. Folds the balances of the ledger at commit.';

CREATE FUNCTION runrate_internal.move_items() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_move_items' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.move_items() IS
'move_items(): trigger after a statement that changes work_items, with transition tables. What balances have of a work item goes with it to another business unit.';

CREATE FUNCTION runrate_internal.split_months() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_split_months' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.split_months() IS
'split_months(agent): trigger after each row that begins to hold on a day, valid_from. Splits the balances of that month there, if it is not its first day; agent: the column that says for which agent, for all without it.';

CREATE FUNCTION runrate_internal.stamp_reference() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_stamp_reference' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.stamp_reference() IS
'stamp_reference(): trigger before each row of a superseding table or of settings. Sets recorded_at and recorded_by, which are not for the writer to say, and tells sessions that have read the table that it changes.';

-- Master data: rows change, and their history is kept

CREATE FUNCTION runrate_internal.stamp_master() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_stamp_master' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.stamp_master() IS
'stamp_master(): trigger before each row that is inserted into or updated in a table of master data. Sets recorded_at and recorded_by; an update that changes nothing keeps them.';

CREATE FUNCTION runrate_internal.log_change() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_log_change' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.log_change() IS
'log_change(key, left out ...): trigger after each row that is inserted into, updated in or deleted from a table of master data or settings. Writes into changes what became of the row, with the rights of the owner; key: the column that names it, beside valid_from; left out: columns that the history does not keep.';

CREATE FUNCTION runrate_internal.refuse_truncate() RETURNS trigger
	AS 'MODULE_PATHNAME', 'rr_refuse_truncate' LANGUAGE C;
COMMENT ON FUNCTION runrate_internal.refuse_truncate() IS
'refuse_truncate(): trigger before TRUNCATE of a table whose rows have a history.';
