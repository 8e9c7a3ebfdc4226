-- A run closes what its tasks no longer find, whatever else is open on the SLX.
DROP INDEX issues_open;
CREATE INDEX issues_open ON issues (workspace, slx, kind, task_title) WHERE open_since IS NOT NULL;
