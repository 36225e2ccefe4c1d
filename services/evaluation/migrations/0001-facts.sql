-- What other services have announced and evaluation decides by. No command changes a row: a later event of its owner may, where it
-- retires a system, or brings a newer version of an element, of a plan or of the teams.

-- Published indicator systems, whole; a retired one takes no new cycle and stays for those it has.
create table indicator_system (
  county text not null,
  id uuid not null,
  code text collate "C" not null,
  version int not null check (version > 0),
  system jsonb not null,
  published_on date not null,
  retired_on date,
  primary key (county, id)
);

-- The department that signs the values of a data element: its newest version.
create table element_source (
  county text not null,
  code text collate "C" not null,
  version int not null check (version > 0),
  organisation_id uuid not null,
  primary key (county, code)
);

-- The leading teams (领导班子) as they were last published; the set is replaced as a whole.
create table team (
  county text not null,
  id uuid not null,
  organisation_id uuid not null,
  place_id uuid not null,
  member_count int not null,
  as_of date not null,
  primary key (county, id)
);
create index team_of_place on team (county, place_id);

-- The targets of a unit's published plan: the newest version counts.
create table published_plan (
  county text not null,
  cycle_id uuid not null,
  unit_id uuid not null,
  plan_id uuid not null,
  version int not null check (version > 0),
  targets jsonb not null,
  primary key (county, cycle_id, unit_id)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert, update on indicator_system, element_source, published_plan to %I', service);
  execute format('grant select, insert, update, delete on team to %I', service);
  foreach name in array array['indicator_system', 'element_source', 'team', 'published_plan'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
