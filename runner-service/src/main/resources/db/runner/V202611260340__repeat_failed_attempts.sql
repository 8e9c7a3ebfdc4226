alter table run
    add column failures integer not null default 0,
    -- Seconds before the second attempt; 0 where there is none.
    add column back_off integer not null default 0,
    add column not_before timestamptz,
    -- When the request was published last.
    add column dispatched_at timestamptz;
update run set dispatched_at = requested_at where state = 'DISPATCHED';
