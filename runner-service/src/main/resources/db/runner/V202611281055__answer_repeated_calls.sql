-- A call that is repeated with its Idempotency-Key is answered as the first time; with another body it is refused.
alter table run_session add column request bytea;

create table run_append (
    session uuid not null references run_session (id) on delete cascade,
    idempotency_key text not null,
    request bytea not null,
    primary key (session, idempotency_key)
);
