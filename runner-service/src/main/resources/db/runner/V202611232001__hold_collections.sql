create table change_counter (
    name  text primary key,
    value bigint not null
);
insert into change_counter values ('resources', 0), ('collections', 0);

create table collection (
    name               text primary key,
    repo_url           text        not null,
    branch             text,
    tag                text,
    ref                text,
    repo_path          text        not null,
    sync_interval_s    integer     not null,
    worker_replicas    integer     not null,
    credentials        bytea,
    webhook_secret     bytea,
    from_configuration boolean     not null,
    revision           bigint      not null,
    created            timestamptz not null,
    sync_state         text        not null default 'never',
    sync_message       text        not null default 'It has not been synced yet.',
    last_attempt_at    timestamptz,
    last_success_at    timestamptz,
    next_sync_at       timestamptz not null,
    commit_id          text,
    lease_owner        text,
    lease_until        timestamptz,
    code_bundles       integer     not null default 0,
    tasks              integer     not null default 0,
    findings           integer     not null default 0
);
create index collection_next_sync on collection (next_sync_at);
