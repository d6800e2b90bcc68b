CREATE OR REPLACE FUNCTION reprice_preview(from_month date, to_month date, provider text DEFAULT NULL,
	model text DEFAULT NULL)
RETURNS TABLE (month date, event_provider text, event_model text, events bigint, booked_cost numeric,
	repriced_cost numeric, difference numeric, not_repriced bigint)
LANGUAGE sql
BEGIN ATOMIC
	SELECT c.* FROM compare_repriced('events'::regclass, from_month, to_month, reprice_preview.provider,
		reprice_preview.model) c;
END;

CREATE OR REPLACE FUNCTION reprice(from_month date, to_month date, reason text, provider text DEFAULT NULL,
	model text DEFAULT NULL) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	SELECT book_repriced('events'::regclass, from_month, to_month, reason, reprice.provider, reprice.model);
END;

COMMENT ON FUNCTION reprice_preview(date, date, text, text) IS
'reprice_preview(''2026-01-01'', ''2026-03-01'', ''openai''): what reprice would book: the events that happened in these months whose computed cost is not what the price book, as it is known now, says, with what is booked for them, what they would cost, and the difference. not_repriced counts those that it would leave as they are, because they have no price any more, or would be or are a credit. Changes nothing.';
COMMENT ON FUNCTION reprice(date, date, text, text, text) IS
'reprice(''2026-01-01'', ''2026-03-01'', ''price list of March'', ''openai'', ''gpt-5''): book for the events that happened in these months the difference between what the price book, as it is known now, says and what is booked, each as a row of events that corrects it: in the month of the event, or in the first open one if that is closed. What was priced as another tier than it was served at, and has its price now, is taken back as an estimate and booked as computed, two rows, also if the amount stays. Costs that were reported, billed or came as an estimate stay, and those without a cost are for price_pending. Returns how many events were corrected; once more, and there are none. reprice_preview shows them before; without provider and model: of all.';
