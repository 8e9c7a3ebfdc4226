-- Runs are not executed in the order in which they were requested. What was stored is when the run was requested, which is
-- before it ran: every run that ran later goes on counting as newer.
ALTER TABLE insights RENAME COLUMN requested_at TO ran_at;
