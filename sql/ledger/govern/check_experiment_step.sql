CREATE OR REPLACE FUNCTION check_experiment_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	state record;
	is_own boolean;
	acts_as text;
BEGIN
	CALL runrate_internal.use_ledger(TG_RELID::regclass);
	IF is_restoring(TG_RELID) THEN
		RETURN NEW;
	END IF;
	-- One step at a time; a transaction whose snapshot is older than the last
	-- step comes to a step_no that is taken.
	PERFORM pg_advisory_xact_lock(hashtextextended(NEW.experiment, TG_RELID::oid::bigint));
	SELECT * INTO state FROM experiment_states s WHERE s.experiment = NEW.experiment;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'experiment "%" does not exist', coalesce(NEW.experiment, 'NULL')
			USING ERRCODE = 'undefined_object',
				  HINT = coalesce('Did you mean "'
					  || nearest_name(NEW.experiment, ARRAY(SELECT e.experiment FROM experiments e)) || '"?',
					  'experiment_board lists the experiments.');
	END IF;
	NEW.step_no := state.steps + 1;
	NEW.recorded_at := now();
	NEW.recorded_by := session_user;
	NEW.closing := NULL;
	is_own := state.requested_by = session_user;
	-- Of several roles the one that is named, or else one that is still missing
	acts_as := (SELECT a.approver_role
				FROM approvers a
				WHERE a.login = session_user
				  AND a.approver_role IN (state.approver_role, state.second_approver_role)
				  AND a.approver_role = coalesce(NEW.approver_role, a.approver_role)
				ORDER BY CASE a.approver_role WHEN state.approver_role THEN state.first_approver
							 ELSE state.second_approver END IS NOT NULL,
						 a.approver_role = state.second_approver_role
				LIMIT 1);

	IF state.status IN ('rejected', 'succeeded', 'failed') THEN
		RAISE EXCEPTION 'experiment "%" is % already', NEW.experiment, state.status
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  HINT = 'Request it anew under another name.';
	ELSIF NEW.step = 'cover' THEN
		IF NOT is_own THEN
			RAISE EXCEPTION 'only "%" can add agents to experiment "%"', state.requested_by, NEW.experiment
				USING ERRCODE = 'insufficient_privilege', DETAIL = 'It is the one who requested it.';
		ELSIF coalesce(state.first_approver, state.second_approver) IS NOT NULL THEN
			RAISE EXCEPTION 'experiment "%" has been approved as it is', NEW.experiment
				USING ERRCODE = 'object_not_in_prerequisite_state',
					  HINT = 'Request another experiment for further agents.';
		ELSIF EXISTS (SELECT FROM experiments e WHERE e.experiment = NEW.experiment AND e.campaign IS NOT NULL) THEN
			RAISE EXCEPTION 'experiment "%" covers a campaign', NEW.experiment
				USING ERRCODE = 'object_not_in_prerequisite_state',
					  HINT = 'The campaign of a work item says that it belongs to the experiment.';
		ELSIF EXISTS (SELECT FROM experiment_agents a
					  WHERE a.experiment = NEW.experiment AND a.agent = NEW.agent) THEN
			RAISE EXCEPTION 'experiment "%" covers agent "%" already', NEW.experiment, NEW.agent
				USING ERRCODE = 'object_not_in_prerequisite_state';
		END IF;
		RETURN NEW;
	ELSIF is_own AND (NEW.step = 'approve' OR NEW.step = 'decide' AND state.approver_role IS NOT NULL) THEN
		RAISE EXCEPTION 'who requested experiment "%" cannot % it', NEW.experiment, NEW.step
			USING ERRCODE = 'insufficient_privilege',
				  DETAIL = format('"%s" requested it.', state.requested_by);
	ELSIF NEW.step = 'approve' AND state.missing_role IS NULL THEN
		RAISE EXCEPTION 'experiment "%" is approved already', NEW.experiment
			USING ERRCODE = 'object_not_in_prerequisite_state';
	ELSIF NEW.step = 'decide' AND state.status <> 'approved' THEN
		RAISE EXCEPTION 'experiment "%" is not approved', NEW.experiment
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = format('What is missing: %s.', state.missing_role);
	ELSIF acts_as IS NULL AND state.approver_role IS NOT NULL AND NOT (NEW.step = 'reject' AND is_own) THEN
		RAISE EXCEPTION '"%" may not % experiment "%"', session_user, NEW.step, NEW.experiment
			USING ERRCODE = 'insufficient_privilege',
				  DETAIL = format('Of tier %s that is for %s.', state.tier,
								  concat_ws(' and ', state.approver_role, state.second_approver_role)),
				  HINT = 'The owner of the ledger names approvers in approval_roles, by the role of their login.';
	ELSIF NEW.step = 'approve' AND session_user IN (state.first_approver, state.second_approver) THEN
		RAISE EXCEPTION '"%" has approved experiment "%" already', session_user, NEW.experiment
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = format('The approval of %s has to come from another person.', state.missing_role);
	ELSIF NEW.step = 'approve' AND (CASE acts_as WHEN state.approver_role THEN state.first_approver
										ELSE state.second_approver END) IS NOT NULL THEN
		RAISE EXCEPTION 'experiment "%" has the approval of % already', NEW.experiment, acts_as
			USING ERRCODE = 'object_not_in_prerequisite_state',
				  DETAIL = format('What is missing: %s.', state.missing_role);
	END IF;
	NEW.approver_role := acts_as;
	RETURN NEW;
END;
$body$;

COMMENT ON FUNCTION check_experiment_step() IS 'check_experiment_step(): trigger before each row that is inserted into experiment_steps. Sets who takes the step, when and as what, and refuses what is out of order, what needs a role that the login does not hold, and approvals by who requested it.';
