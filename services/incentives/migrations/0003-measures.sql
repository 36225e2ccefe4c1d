-- Measures and the decisions on them. A measure hangs on a decided grade; its basis never changes, its course does.

create table decision (
  county text not null,
  id uuid not null,
  cycle_id uuid not null,
  state text not null check (state in ('recorded', 'released')),
  version int not null check (version > 0),
  organ text not null,
  document_id uuid not null,
  decided_on date not null,
  attachment_digest text not null check (attachment_digest ~ '^[0-9a-f]{64}$'),
  -- [{"measureId", "version"}] by measureId: what the organ saw.
  measures jsonb not null,
  recorded_on date not null,
  recorded_by text not null,
  released_on date,
  released_by text,
  primary key (county, id),
  foreign key (county, cycle_id) references cycle (county, id),
  check ((state = 'released') = (released_on is not null) and (released_on is null) = (released_by is null)),
  -- Entered by one person, released by another (四眼原则).
  check (released_by <> recorded_by)
);
create index decision_newest on decision (county, recorded_on desc, id desc);

create table measure (
  county text not null,
  id uuid not null,
  cycle_id uuid not null,
  year int not null,
  team_id uuid not null,
  organisation_id uuid not null,
  place_id uuid not null,
  team_grade_id uuid not null,
  grade text not null check (grade in ('excellent', 'good', 'fair', 'poor')),
  grade_decision_id uuid not null,
  grade_document_id uuid not null,
  rule_set_id uuid not null,
  -- The rule as it stood in the set, so that a measure shows its basis by itself.
  rule_code text collate "C" not null,
  rule jsonb not null,
  lacks text[] not null,
  proposed_on date not null,
  state text not null check (state in ('proposed', 'confirmed', 'dropped', 'decided', 'delivered', 'executed')),
  version int not null check (version > 0),
  opinion text,
  opinion_on date,
  decision_id uuid,
  effect_from date,
  effect_to date,
  delivered_on date,
  executed_on date,
  executed_document text,
  primary key (county, id),
  foreign key (county, cycle_id) references cycle (county, id),
  foreign key (county, rule_set_id) references rule_set (county, id),
  foreign key (county, decision_id) references decision (county, id),
  check ((state = 'proposed') = (opinion is null) and (opinion is null) = (opinion_on is null)),
  check ((state in ('decided', 'delivered', 'executed')) = (decision_id is not null)),
  check ((decision_id is null) = (effect_from is null)),
  check ((state in ('delivered', 'executed')) = (delivered_on is not null)),
  check ((state = 'executed') = (executed_on is not null) and (executed_on is null) = (executed_document is null))
);
create index measure_of_cycle on measure (county, cycle_id, team_id, rule_code, id);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  held text;
begin
  foreach held in array array['measure', 'decision'] loop
    execute format('grant select, insert on %I to %I', held, service);
    execute format('grant select on %I to %I', held, exchange);
    execute format('alter table %I enable row level security', held);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', held, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', held, exchange);
  end loop;
  execute format(
    'grant update (state, version, opinion, opinion_on, decision_id, effect_from, effect_to, delivered_on, executed_on,
       executed_document) on measure to %I',
    service
  );
  execute format('grant update (state, version, released_on, released_by) on decision to %I', service);
end $$;
