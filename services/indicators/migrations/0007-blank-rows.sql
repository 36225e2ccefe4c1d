-- Rows of a sheet in which nothing stands are left out and counted. An element may allow an as-of before its period begins.

alter table observation_batch add column blank_count integer not null default 0 check (blank_count >= 0);

-- Calendar days before the first day of a period; 0 where the value can't be older than its period.
alter table data_element add column as_of_days_before integer not null default 0 check (as_of_days_before between 0 and 3660);
