-- What a run that a schedule asked for does while an earlier one of the same schedule goes on; null for any other run.
alter table run add column overlap text check (overlap in ('SKIP', 'QUEUE', 'REPLACE'));

create index run_of_schedule on run (workspace, slx, requested_at) where overlap is not null and state <> 'DONE';
