-- What the requester does not say: who it is, and which tier the estimate is in.
CREATE OR REPLACE FUNCTION check_experiment() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	limits record;
	today date;
BEGIN
	CALL runrate_internal.use_ledger(TG_RELID::regclass);
	IF is_restoring(TG_RELID) THEN
		RETURN NEW;
	END IF;
	today := day_of(now());
	IF NEW.decide_on <= today THEN
		RAISE EXCEPTION 'an experiment is decided after the day on which it is requested'
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = format('decide_on is %s, the present day of the ledger %s.', day_text(NEW.decide_on), day_text(today));
	END IF;
	PERFORM check_amount('estimated_monthly', NEW.estimated_monthly);
	SELECT * INTO limits FROM approval_tiers t
	WHERE t.from_monthly <= NEW.estimated_monthly
	ORDER BY t.from_monthly DESC, t.tier DESC
	LIMIT 1;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no tier covers an estimate of % a month', plain(NEW.estimated_monthly)
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'The tiers are in approval_limits; the smallest should begin at 0.';
	END IF;
	-- as warn_of_names, without reading all work items for one that was meant
	IF NOT EXISTS (SELECT FROM work_items w WHERE w.campaign = NEW.campaign) AND NEW.campaign IS NOT NULL THEN
		RAISE WARNING 'campaign "%" of experiments is not known', NEW.campaign
			USING HINT = 'The experiment costs nothing until a work item is of it.';
	END IF;
	NEW.tier := limits.tier;
	NEW.below_monthly := limits.below_monthly;
	NEW.approver_role := limits.approver_role;
	NEW.second_approver_role := limits.second_approver_role;
	NEW.recorded_at := now();
	NEW.recorded_by := session_user;
	NEW.closing := NULL;
	RETURN NEW;
END;
$body$;

COMMENT ON FUNCTION check_experiment() IS 'check_experiment(): trigger before each row that is inserted into experiments. Sets who requests it, when, and the tier of the estimate with those who have to approve.';
