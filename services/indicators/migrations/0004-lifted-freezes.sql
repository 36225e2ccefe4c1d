-- Freezes that hold no more: the collection of their cycle was reopened. A freeze itself is never taken back, nor is its set.

create table lifted_freeze (
  county text not null,
  cycle_id uuid not null,
  set_id uuid not null,
  lifted_on date not null,
  primary key (county, cycle_id, set_id),
  foreign key (county, cycle_id, set_id) references observation_freeze (county, cycle_id, set_id)
);

create trigger lifted_freeze_append_only before update or delete or truncate on lifted_freeze
  for each statement execute function refuse_change();

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert on lifted_freeze to %I', service);
  execute format('grant select on lifted_freeze to %I', exchange);
  alter table lifted_freeze enable row level security;
  execute format('create policy county_rows on lifted_freeze to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on lifted_freeze to %I using (true)', exchange);
end $$;
