-- Up to which batch of observations a signature covers, so that what is recorded after it on the same day is not taken for signed.

-- The newest batch of each county that is known here.
create table newest_batch (
  county text primary key,
  position bigint not null check (position > 0)
);

-- Null for a signature from before, and where no batch with a position was known: those cover their whole day.
alter table value_signature add column position bigint check (position > 0);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on newest_batch to %I', service);
  execute format('grant select on newest_batch to %I', exchange);
  alter table newest_batch enable row level security;
  execute format('create policy county_rows on newest_batch to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on newest_batch to %I using (true)', exchange);
end $$;
