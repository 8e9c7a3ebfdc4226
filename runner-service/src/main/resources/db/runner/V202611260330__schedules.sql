insert into change_counter values ('holds', 0);

-- The last nominal fire that was dealt with, of schedules whose missed fires are looked for.
create table schedule_fire (
    slx     text        not null,
    kind    text        not null,
    nominal timestamptz not null,
    primary key (slx, kind)
);

-- A pause that has ended stays: a fire that was missed in it is not made up for.
create table schedule_pause (
    slx       text        not null,
    kind      text        not null,
    paused_by text        not null,
    since     timestamptz not null,
    reason    text,
    resumed   timestamptz,
    primary key (slx, kind)
);

create table maintenance_window (
    workspace        text        not null,
    name             text        not null,
    reason           text        not null,
    owner            text        not null,
    created          timestamptz not null,
    slxs             text[]      not null,
    tags             jsonb       not null,
    everything       boolean     not null,
    starts           timestamptz,
    ends             timestamptz,
    cron             text,
    time_zone        text,
    duration_minutes integer,
    primary key (workspace, name)
);
