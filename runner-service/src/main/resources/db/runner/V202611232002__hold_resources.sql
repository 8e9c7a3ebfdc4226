-- A deleted resource stays as a row until every reader had the time to notice.
create table resource (
    workspace  text        not null,
    kind       text        not null,
    name       text        not null,
    metadata   jsonb       not null,
    spec       jsonb       not null,
    managed_by text        not null,
    version    bigint      not null,
    announced  bigint      not null default 0,
    deleted    boolean     not null default false,
    created    timestamptz not null,
    modified   timestamptz not null,
    primary key (workspace, kind, name)
);
create index resource_version on resource (version);
create index resource_unannounced on resource (version) where announced <> version;

create table bootstrap_done (
    name       text primary key,
    applied_at timestamptz not null
);
