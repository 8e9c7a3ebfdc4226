-- When a runner last published an end in a worker's place: until it comes back no runner lets the run go on.
alter table run add column settled_at timestamptz;
