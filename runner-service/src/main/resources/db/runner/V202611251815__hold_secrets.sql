insert into change_counter values ('secrets', 0);

-- value: number of the key in the runner's key directory, nonce, AES-256-GCM
create table workspace_secret (
    workspace   text        not null,
    name        text        not null,
    value       bytea       not null,
    created     timestamptz not null,
    modified    timestamptz not null,
    modified_by text        not null,
    primary key (workspace, name)
);

-- What is encrypted now begins with its key's number, too.
update collection set credentials = '\x01'::bytea || credentials where credentials is not null;
update collection set webhook_secret = '\x01'::bytea || webhook_secret where webhook_secret is not null;

-- The requester's role in the workspace: the run's token never allows more.
alter table run add column role text not null default 'readonly';
