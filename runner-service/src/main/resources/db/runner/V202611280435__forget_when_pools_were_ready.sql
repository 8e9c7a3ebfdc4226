alter table pool drop column ready_at;
