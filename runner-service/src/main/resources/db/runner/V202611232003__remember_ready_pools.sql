create table pool (
    location     text not null,
    pool         text not null,
    source       text not null,
    ready_commit text,
    ready_at     timestamptz,
    primary key (location, pool)
);
