-- What other services have said, as far as plans, lights and notices need it. Each table is written by reactions alone.

-- Documents that a decision or a notice may name.
create table known_document (
  id uuid primary key,
  county text not null
);

-- The newest version of each data element.
create table element (
  county text not null,
  code text not null,
  version int not null,
  places int not null,
  accumulation text not null check (accumulation in ('current', 'cumulative')),
  frequency text not null check (frequency in ('month', 'quarter', 'year')),
  minimum numeric not null,
  maximum numeric not null,
  primary key (county, code)
);

create table indicator_system (
  id uuid primary key,
  county text not null,
  retired_on date
);

create table indicator (
  county text not null,
  indicator_system_id uuid not null references indicator_system (id),
  code text not null,
  element_code text not null,
  direction text not null check (direction in ('higher', 'lower')),
  aggregation text not null check (aggregation in ('latest', 'sum', 'mean')),
  -- Whether its rule scores against a target.
  needs_target boolean not null,
  -- Points by class code; 0 means that the class is not assessed by it.
  weights jsonb not null,
  primary key (county, indicator_system_id, code)
);

create table cycle (
  id uuid primary key,
  county text not null,
  indicator_system_id uuid not null references indicator_system (id),
  from_period text not null,
  to_period text not null,
  notice_answer_days int not null check (notice_answer_days > 0),
  light_rules jsonb not null
);

create table cycle_unit (
  county text not null,
  cycle_id uuid not null references cycle (id),
  unit_id uuid not null,
  place_id uuid not null,
  class_code text not null,
  primary key (county, cycle_id, unit_id)
);

-- The newest revision of each observation. All are kept: a plan may be published after its first values have come.
create table actual (
  county text not null,
  element_code text not null,
  place_id uuid not null,
  period text not null,
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
  execute format('grant select, insert on known_document, indicator, cycle, cycle_unit to %I', service);
  execute format('grant select, insert, update on element, indicator_system, actual to %I', service);
  foreach name in array array['known_document', 'element', 'indicator_system', 'indicator', 'cycle', 'cycle_unit', 'actual'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
