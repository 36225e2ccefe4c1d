-- How many periods an indicator may be without an observation (mayLack of its aggregation), so that no light is late for one
-- of those. A system that was published before allows none here: what it said of that was not kept.
alter table indicator add column may_lack int not null default 0 check (may_lack >= 0);
