CREATE OR REPLACE FUNCTION load_focus(bill text, driver text DEFAULT 'even', layer text DEFAULT NULL)
RETURNS TABLE (lines bigint, refused bigint, costs_added bigint, costs_reversed bigint, costs_unchanged bigint,
	invoices_added bigint, invoices_reversed bigint, invoices_unchanged bigint)
LANGUAGE sql
BEGIN ATOMIC
	SELECT l.* FROM load_bill('shared_costs'::regclass, bill::regclass, driver, layer) l;
END;

COMMENT ON FUNCTION load_focus(text, text, text) IS
'load_focus(''bill''): book the bill in a table or view with the columns of FOCUS, 1.0 or later, as shared costs (EffectiveCost) and invoices (BilledCost). Lines that say the same apart from amounts and times are one row. What a bill of the same period, issuer and account says otherwise than before is reversed and booked anew, so the table must have all of such a bill; loading it again books nothing. Lines for models of a provider in the price book are on the invoice only, as events have metered them. driver and layer are for lines without one; columns x_Agent, x_BusinessUnit, x_Deployment, x_Driver, x_IsMetered, x_Layer and x_Vendor say so of a line. Lines that cannot be booked go to quarantine with the reason. Gives the number of lines and of rows by what became of them.';
