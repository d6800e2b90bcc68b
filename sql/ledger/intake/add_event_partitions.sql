CREATE OR REPLACE FUNCTION add_event_partitions(months_ahead bigint DEFAULT 3) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	SELECT runrate_internal.add_partitions('events'::regclass, months_ahead);
END;

COMMENT ON FUNCTION add_event_partitions(bigint) IS
'add_event_partitions(3): make the partitions of events that are missing, for the present month and so many after it, and for each month of which there are events in the default partition, which are moved. Returns how many were made. Loads wait only while events are moved. Only for the owner of the ledger; an error if its events are not partitioned.';
