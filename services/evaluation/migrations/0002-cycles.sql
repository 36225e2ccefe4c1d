-- Cycles (考核周期) with their units, frozen at the opening, and the observations that a freeze brings.

create table cycle (
  county text not null,
  id uuid not null,
  kind text not null check (kind in ('annual')),
  year int not null,
  name text not null,
  -- The first and the last month, both included.
  month_from text not null,
  month_to text not null check (month_to >= month_from),
  state text not null check (state in (
    'collecting', 'values-confirmed', 'freezing', 'frozen', 'scored', 'notified', 'objections-decided', 'approved', 'announced'
  )),
  version int not null check (version > 0),
  indicator_system_id uuid not null,
  rules jsonb not null,
  groups jsonb not null,
  unit_count int not null check (unit_count > 0),
  opened_on date not null,
  values_confirmed_on date,
  -- Disputes that the assessment office overruled, each with its reason.
  overruled jsonb not null default '[]',
  -- When and why the collection was reopened, and what counted until then.
  reopenings jsonb not null default '[]',
  -- Counts the freezes that were ordered: a set that answers an earlier one is not the cycle's.
  freeze_number int not null default 0 check (freeze_number >= 0),
  -- The set as it was announced; it is in force since frozen_on.
  observation_set_id uuid,
  observation_count int,
  observation_digest text check (observation_digest ~ '^[0-9a-f]{64}$'),
  -- How many observations of an element have a newer revision that no signature covers.
  observation_unsigned jsonb not null default '[]',
  frozen_on date,
  final_run_id uuid,
  scored_on date,
  -- Over the current score sheets of the final run.
  result_digest text check (result_digest ~ '^[0-9a-f]{64}$'),
  notified_on date,
  objections_due_on date,
  decisions_due_on date,
  objections_closed_on date,
  approved_on date,
  decision_id uuid,
  announced_on date,
  primary key (county, id),
  unique (county, kind, year),
  foreign key (county, indicator_system_id) references indicator_system (county, id),
  check ((observation_set_id is null) = (observation_digest is null)),
  check ((frozen_on is not null) <= (observation_set_id is not null)),
  check ((final_run_id is null) = (scored_on is null)),
  check ((notified_on is null) = (objections_due_on is null)),
  check ((approved_on is null) = (decision_id is null)),
  check ((state = 'announced') = (announced_on is not null))
);
create index cycle_newest on cycle (county, opened_on desc, id desc);
create index cycle_notified on cycle (county, objections_due_on) where state = 'notified';

create table unit (
  county text not null,
  cycle_id uuid not null,
  id uuid not null,
  place_id uuid not null,
  -- As the place had it on the day of the opening.
  place_code text collate "C" not null,
  class_code text collate "C" not null,
  group_code text collate "C" not null,
  primary key (county, id),
  unique (county, cycle_id, place_id),
  foreign key (county, cycle_id) references cycle (county, id)
);
create index unit_by_place_code on unit (county, cycle_id, place_code, id);

-- The frozen observations: one a unit, element and period, as the announced set holds them. Never changed: a cycle that is frozen
-- anew has rows of another set, and a run that was tried before can still be explained by its own.
create table frozen_observation (
  county text not null,
  cycle_id uuid not null,
  set_id uuid not null,
  unit_id uuid not null,
  element_code text collate "C" not null,
  period text collate "C" not null,
  observation_id uuid not null,
  revision int not null check (revision > 0),
  value numeric not null,
  primary key (county, cycle_id, set_id, unit_id, element_code, period),
  foreign key (county, unit_id) references unit (county, id)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert, update on cycle to %I', service);
  execute format('grant select, insert on unit, frozen_observation to %I', service);
  foreach name in array array['cycle', 'unit', 'frozen_observation'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
