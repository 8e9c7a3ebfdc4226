-- Attempts of a run beside the one that gave it its outcome: those that failed and were tried again, those whose worker
-- never told an end, and those that ended when the run had its outcome already.
ALTER TABLE late_attempts RENAME TO other_attempts;
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'other_attempts'::regclass LOOP
        EXECUTE format('ALTER TABLE %s RENAME TO %I', part, replace(part::text, 'late_attempts', 'other_attempts'));
    END LOOP;
END $$;
ALTER TABLE other_attempts DROP CONSTRAINT late_attempts_pkey;
ALTER TABLE other_attempts ADD COLUMN started_at timestamptz;
ALTER TABLE other_attempts ALTER COLUMN finished_at DROP NOT NULL;
ALTER TABLE other_attempts ALTER COLUMN outcome DROP NOT NULL;
DELETE FROM other_attempts one USING other_attempts other
WHERE one.requested_at = other.requested_at AND one.run_id = other.run_id AND one.attempt = other.attempt
    AND one.worker = other.worker AND one.finished_at > other.finished_at;
ALTER TABLE other_attempts ADD PRIMARY KEY (requested_at, run_id, attempt, worker);
