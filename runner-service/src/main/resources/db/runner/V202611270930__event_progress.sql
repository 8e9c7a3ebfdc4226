-- Up to when some runner had read all events: the next one begins a little before, however long none was there.
create table event_progress (
    the_only_row boolean primary key default true check (the_only_row),
    as_of timestamptz not null
);
