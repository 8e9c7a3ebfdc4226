create table run_session (
    id uuid primary key,
    workspace text not null,
    name text not null,
    notes text,
    source text not null,
    requester text not null,
    created timestamptz not null,
    start_by timestamptz not null,
    idempotency_key text,
    unique (workspace, idempotency_key)
);

-- A run stands here from its acceptance on; what a crash leaves in a state other than DONE is taken up by the sweep.
create table run (
    id uuid primary key,
    session uuid not null references run_session (id),
    workspace text not null,
    slx text not null,
    requested_at timestamptz not null,
    task_titles text[] not null,
    overrides jsonb not null,
    start_by timestamptz not null,
    state text not null check (state in ('WAITING', 'DISPATCHED', 'STARTED', 'DONE')),
    waiting_for text,
    repeatable boolean not null default false,
    announced boolean not null default false,
    confirmed boolean not null default false,
    attempt integer not null default 0,
    worker text,
    deadline timestamptz,
    outcome text,
    finished_at timestamptz
);

create index run_open on run (state, requested_at) where state <> 'DONE';
create index run_of_session on run (session);
