-- What a sheet needs said: how many blank rows were left out, why a row was not taken in English too, how early an as-of may lie.

-- Lines without any value, which are left out and no rows. Null for a batch from before they were counted.
alter table observation_batch add column blank_count int check (blank_count >= 0);

-- Null for rows from before.
alter table rejected_row add column reason_in_english text;

-- How many days before the first day of a period the as-of of its value may lie.
alter table data_element add column as_of_lead_days int not null default 0 check (as_of_lead_days between 0 and 3660);
