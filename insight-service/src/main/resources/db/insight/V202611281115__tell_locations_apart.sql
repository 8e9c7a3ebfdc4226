-- A check runs at each of its locations: passing at one says nothing of what is wrong at another. What was stored before has
-- no location, and closes and is closed from everywhere. A task's clean passes are a JSON array, one for each location.
ALTER TABLE issues ADD COLUMN location text;
ALTER TABLE insights ADD COLUMN clean_passes text NOT NULL DEFAULT '[]';
UPDATE insights SET clean_passes = json_build_array(json_build_object('run', clean_run_id, 'startedAt',
    to_char(clean_started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text
WHERE clean_run_id IS NOT NULL;
ALTER TABLE insights DROP COLUMN clean_started_at, DROP COLUMN clean_run_id;
