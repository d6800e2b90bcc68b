-- What every script of the demo runs under, so that the same input prints the
-- same text on every machine: nothing below depends on the settings of the
-- server, of the role or of the terminal.

\set QUIET on
\set ON_ERROR_STOP on
\pset format aligned
\pset border 1
\pset footer off
\pset null ''
\pset pager off
\pset linestyle ascii
\encoding UTF8

SET client_min_messages = warning;
SET search_path = pg_catalog, pg_temp;
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
SET TimeZone = 'UTC';
SET lc_monetary = 'C';
SET lc_numeric = 'C';
SET lc_time = 'C';
SET extra_float_digits = 1;
SET standard_conforming_strings = on;

-- Only for speed.
SET jit = off;
SET synchronous_commit = off;
SET work_mem = '256MB';
