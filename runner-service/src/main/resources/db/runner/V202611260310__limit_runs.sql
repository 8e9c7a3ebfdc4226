create table concurrency_limit (
    workspace text not null,
    name text not null,
    slx text,
    task_title text,
    tag_name text,
    tag_value text,
    pool text,
    most integer not null check (most > 0),
    modified_by text not null,
    primary key (workspace, name)
);

-- A limit has so many places; the primary key lets each be taken once, without a lock that anybody waits for.
-- No foreign key to the run: the sweep holds its row while it takes places for it.
create table run_permit (
    workspace text not null,
    limit_name text not null,
    place integer not null,
    run uuid not null,
    primary key (workspace, limit_name, place),
    unique (run, limit_name),
    foreign key (workspace, limit_name) references concurrency_limit (workspace, name) on delete cascade
);
