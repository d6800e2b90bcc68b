CREATE OR REPLACE FUNCTION warn_of_ratio() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	RAISE WARNING 'target % of review_ratio for "%" is above 1', NEW.target, NEW.agent
		USING DETAIL = 'It is a fraction, reviews for each outcome: 0.15 is 15 for 100 outcomes.',
			  HINT = format('Did you mean %s?', trim_scale(NEW.target / 100));
	RETURN NULL;
END;
$body$;

COMMENT ON FUNCTION warn_of_ratio() IS
'warn_of_ratio(): trigger after an objective for the review ratio that is more than a review for each outcome, which percent are when they are taken for a fraction.';

CREATE OR REPLACE TRIGGER warn_of_ratio AFTER INSERT ON slos FOR EACH ROW
	WHEN (NEW.metric = 'review_ratio' AND NEW.target > 1) EXECUTE FUNCTION warn_of_ratio();
