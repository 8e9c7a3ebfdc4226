-- Checks that had their first fire; see FirstFires.
create table check_fired (
    slx text primary key
);
