-- Recorded decisions, what they approve and what they fix.

create table decision (
  county text not null,
  id uuid not null,
  ordinal bigint generated always as identity,
  cycle_id uuid not null,
  subject text not null check (subject in ('unit-results', 'team-grades')),
  state text not null check (state in ('recorded', 'released')),
  version int not null check (version > 0),
  organ text not null,
  document_id uuid not null,
  decided_on date not null,
  attachment_digest text not null check (attachment_digest ~ '^[0-9a-f]{64}$'),
  -- Of unit results: what the organ saw.
  result_digest text check (result_digest ~ '^[0-9a-f]{64}$'),
  -- Of team grades: which proposal, and the grades that the organ decided.
  proposal_id uuid,
  proposal_version int,
  grades jsonb not null default '[]',
  recorded_on date not null,
  recorded_by text not null,
  released_on date,
  released_by text,
  primary key (county, id),
  foreign key (county, cycle_id) references cycle (county, id),
  check ((subject = 'unit-results') = (result_digest is not null)),
  check ((subject = 'team-grades') = (proposal_id is not null)),
  check ((state = 'released') = (released_on is not null)),
  -- Entered by one person, released by another (四眼原则).
  check (released_by <> recorded_by)
);
create index decision_newest on decision (county, ordinal desc);

-- Approved results of the units: never changed.
create table unit_result (
  county text not null,
  id uuid not null,
  cycle_id uuid not null,
  unit_id uuid not null,
  version int not null check (version > 0),
  score_sheet_id uuid not null,
  score_sheet_version int not null,
  class_code text collate "C" not null,
  group_code text collate "C" not null,
  total numeric not null,
  rank int not null check (rank > 0),
  ranked_units int not null,
  tied boolean not null,
  decision_id uuid not null,
  approved_on date not null,
  supersedes int,
  primary key (county, id, version),
  foreign key (county, unit_id) references unit (county, id),
  foreign key (county, decision_id) references decision (county, id),
  foreign key (county, score_sheet_id, score_sheet_version) references score_sheet (county, id, version)
);
create index unit_result_by_rank on unit_result (county, cycle_id, group_code, rank, unit_id);

-- Proposals of team grades: the newest of a cycle counts, the ones before are superseded.
create table team_grade_proposal (
  county text not null,
  id uuid not null,
  cycle_id uuid not null,
  number int not null check (number > 0),
  state text not null check (state in ('tied', 'proposed', 'superseded', 'decided')),
  version int not null check (version > 0),
  proposed_on date not null,
  quota jsonb not null,
  ties jsonb not null,
  tie_breaks jsonb not null,
  grades jsonb not null,
  primary key (county, id),
  unique (county, cycle_id, number),
  foreign key (county, cycle_id) references cycle (county, id)
);

-- Decided team grades (领导班子等次), computed and decided side by side: never changed.
create table team_grade (
  county text not null,
  id uuid not null,
  cycle_id uuid not null,
  team_id uuid not null,
  organisation_id uuid not null,
  unit_id uuid not null,
  version int not null check (version > 0),
  computed_grade text not null check (computed_grade in ('excellent', 'good', 'fair', 'poor')),
  decided_grade text not null check (decided_grade in ('excellent', 'good', 'fair', 'poor')),
  reason text,
  document_id uuid,
  decision_id uuid not null,
  decided_on date not null,
  supersedes int,
  primary key (county, id, version),
  unique (county, cycle_id, team_id, version),
  foreign key (county, unit_id) references unit (county, id),
  foreign key (county, decision_id) references decision (county, id),
  check (computed_grade = decided_grade or (reason is not null and document_id is not null))
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert, update on decision, team_grade_proposal to %I', service);
  execute format('grant select, insert on unit_result, team_grade to %I', service);
  foreach name in array array['decision', 'unit_result', 'team_grade_proposal', 'team_grade'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
