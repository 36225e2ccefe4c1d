-- Scoring runs and their score sheets (得分明细): one document a unit and run. Insert-only: an adjustment adds a version.

create table run (
  county text not null,
  id uuid not null,
  cycle_id uuid not null,
  number int not null check (number > 0),
  kind text not null check (kind in ('trial', 'final')),
  started_on date not null,
  indicator_system_id uuid not null,
  rules_code text not null,
  rules_version int not null,
  observation_set_id uuid not null,
  target_count int not null,
  sheet_count int not null check (sheet_count > 0),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  primary key (county, id),
  unique (county, cycle_id, number),
  foreign key (county, cycle_id) references cycle (county, id)
);
create unique index run_final on run (county, cycle_id) where kind = 'final';

create table score_sheet (
  county text not null,
  id uuid not null,
  version int not null check (version > 0),
  cycle_id uuid not null,
  run_id uuid not null,
  unit_id uuid not null,
  class_code text collate "C" not null,
  group_code text collate "C" not null,
  total numeric not null,
  rank int not null check (rank > 0),
  ranked_units int not null,
  tied boolean not null,
  computed_on date not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  -- The whole sheet with its trace, as it was computed: text is kept, not taken apart.
  sheet json not null,
  primary key (county, id, version),
  foreign key (county, run_id) references run (county, id),
  foreign key (county, unit_id) references unit (county, id)
);
create index score_sheet_by_rank on score_sheet (county, run_id, group_code, rank, unit_id);

-- Objections (得分异议): one a unit and indicator.
create table objection (
  county text not null,
  id uuid not null,
  ordinal bigint generated always as identity,
  cycle_id uuid not null,
  unit_id uuid not null,
  indicator_code text collate "C" not null,
  state text not null check (state in ('raised', 'accepted', 'refused')),
  version int not null check (version > 0),
  claim text not null,
  document_id uuid,
  raised_on date not null,
  raised_by text not null,
  due_on date not null,
  points numeric,
  reason text,
  answer_document_id uuid,
  decided_on date,
  late boolean,
  ranks_moved int,
  primary key (county, id),
  unique (county, unit_id, indicator_code),
  foreign key (county, unit_id) references unit (county, id),
  check ((state = 'raised') = (decided_on is null)),
  check ((state = 'accepted') = (points is not null)),
  check ((decided_on is null) = (reason is null) and (decided_on is null) = (answer_document_id is null))
);
create index objection_newest on objection (county, ordinal desc);
create index objection_of_cycle on objection (county, cycle_id, state);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert on run, score_sheet to %I', service);
  execute format('grant select, insert, update on objection to %I', service);
  foreach name in array array['run', 'score_sheet', 'objection'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
