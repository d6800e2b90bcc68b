--
-- How far long calls are: nothing is said of short ones.
--
SELECT runrate_internal.say_progress('closing months', 3, 12);
SELECT runrate_internal.say_progress('closing months', 4, 12, every => 0);
SELECT count(runrate_internal.say_progress('correcting events', n, 3, 0)) FROM generate_series(1, 3) n;
SELECT runrate_internal.say_progress('said a moment ago', 1, 2, 3600);
SELECT runrate_internal.say_progress(NULL, 1, 2, 0);
