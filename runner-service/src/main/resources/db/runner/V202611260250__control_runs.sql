alter table run
    add column location text,
    add column pool text,
    -- When a worker was heard to have it: by its asking for a grant, or by its start.
    add column begun_at timestamptz,
    add column cancelled_at timestamptz,
    add column cancel_reason text;

create index run_cancelled on run (cancelled_at) where state <> 'DONE' and cancelled_at is not null;
