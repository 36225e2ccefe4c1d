-- The order in which a county's batches were kept: a signature of values says up to which of them it covers.

-- Null for a batch of which nothing was kept, and for one from before.
alter table observation_batch add column position bigint check (position > 0);
create unique index observation_batch_position on observation_batch (county, position) where position is not null;

-- The newest position of a county. Its row is held until a batch commits, so that positions become visible in their order.
create table batch_counter (
  county text primary key,
  position bigint not null check (position > 0)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on batch_counter to %I', service);
  execute format('grant select on batch_counter to %I', exchange);
  alter table batch_counter enable row level security;
  execute format('create policy county_rows on batch_counter to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on batch_counter to %I using (true)', exchange);
end $$;
