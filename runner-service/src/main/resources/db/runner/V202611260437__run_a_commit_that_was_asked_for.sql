-- The commit that a run was asked for with; null for the one that its pool has ready.
alter table run add column commit_id text;
