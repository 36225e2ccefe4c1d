-- Freezes are told by their number within the cycle: which one a reopening lifts does not hang on which of the two comes first.

-- Null for a freeze from before, and for an order that names none.
alter table observation_freeze add column freeze_number int check (freeze_number > 0);

-- Until which freeze those of a cycle are lifted. It stands beside the freezes, which may come later.
create table freeze_lift (
  county text not null,
  cycle_id uuid not null,
  -- 0 where no freeze had been ordered.
  freeze_number int not null check (freeze_number >= 0),
  lifted_on date not null,
  primary key (county, cycle_id, freeze_number)
);

create trigger freeze_lift_append_only before update or delete or truncate on freeze_lift
  for each statement execute function refuse_change();

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert on freeze_lift to %I', service);
  execute format('grant select on freeze_lift to %I', exchange);
  alter table freeze_lift enable row level security;
  execute format('create policy county_rows on freeze_lift to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on freeze_lift to %I using (true)', exchange);
end $$;
