-- What other services announced and this one relies on: cycles, and the county's teams.

-- Cycles, from their opening on: their units are frozen on that day.
create table cycle (
  county text not null,
  id uuid not null,
  opened_on date not null,
  primary key (county, id)
);

create table known_team (
  county text not null,
  team_id uuid not null,
  organisation_id uuid not null,
  place_id uuid not null,
  -- Null where HR named no member: unknown is unknown, never zero.
  member_count int check (member_count > 0),
  primary key (county, team_id)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  held text;
begin
  foreach held in array array['cycle', 'known_team'] loop
    execute format('grant select, insert on %I to %I', held, service);
    execute format('grant select on %I to %I', held, exchange);
    execute format('alter table %I enable row level security', held);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', held, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', held, exchange);
  end loop;
  -- A list of teams is complete: what it does not name is gone.
  execute format('grant delete on known_team to %I', service);
end $$;
