-- What other services have said, as far as plans, lights and notices need it. Each table is written by reactions alone.

-- The newest version of each data element.
create table element (
  county text not null,
  code text collate "C" not null,
  version int not null,
  places int not null,
  accumulation text not null check (accumulation in ('current', 'cumulative')),
  frequency text not null check (frequency in ('month', 'quarter', 'year')),
  minimum numeric not null,
  maximum numeric not null,
  primary key (county, code)
);

create table indicator_system (
  county text not null,
  id uuid not null,
  retired_on date,
  primary key (county, id)
);

create table indicator (
  county text not null,
  indicator_system_id uuid not null,
  code text collate "C" not null,
  element_code text collate "C" not null,
  direction text not null check (direction in ('higher', 'lower')),
  aggregation text not null check (aggregation in ('latest', 'sum', 'mean')),
  -- Whether its rule scores against a target.
  needs_target boolean not null,
  -- Points by class code; 0 means that the class is not assessed by it.
  weights jsonb not null,
  primary key (county, indicator_system_id, code),
  foreign key (county, indicator_system_id) references indicator_system (county, id)
);

create table cycle (
  county text not null,
  id uuid not null,
  indicator_system_id uuid not null,
  from_period text not null,
  to_period text not null,
  -- The day on which its units were frozen: it decides in whose subtree their plans and notices lie.
  opened_on date not null,
  notice_answer_days int not null check (notice_answer_days > 0),
  light_rules jsonb not null,
  primary key (county, id),
  foreign key (county, indicator_system_id) references indicator_system (county, id)
);

create table cycle_unit (
  county text not null,
  cycle_id uuid not null,
  unit_id uuid not null,
  place_id uuid not null,
  -- The code of its place on the day of the opening; null where the opening did not say it.
  place_code text collate "C",
  class_code text collate "C" not null,
  primary key (county, cycle_id, unit_id),
  foreign key (county, cycle_id) references cycle (county, id)
);

-- The newest revision of each observation. All are kept: a plan may be published after its first values have come.
create table actual (
  county text not null,
  element_code text collate "C" not null,
  place_id uuid not null,
  period text collate "C" not null,
  revision int not null check (revision > 0),
  value numeric not null,
  observation_id uuid not null,
  primary key (county, element_code, place_id, period)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert on indicator, cycle, cycle_unit to %I', service);
  execute format('grant select, insert, update on element, indicator_system, actual to %I', service);
  foreach name in array array['element', 'indicator_system', 'indicator', 'cycle', 'cycle_unit', 'actual'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
