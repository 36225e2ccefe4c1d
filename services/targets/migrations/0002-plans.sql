-- Plans (目标计划) with their targets, and the decisions that approve them.

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
  recorded_on date not null,
  recorded_by text not null,
  released_on date,
  released_by text,
  primary key (county, id),
  foreign key (county, cycle_id) references cycle (county, id),
  check ((state = 'released') = (released_on is not null)),
  check ((released_on is null) = (released_by is null)),
  -- Entered by one person, released by another (四眼原则).
  check (released_by <> recorded_by)
);
create index decision_newest on decision (county, recorded_on desc, id desc);

create table plan (
  county text not null,
  id uuid not null,
  cycle_id uuid not null,
  unit_id uuid not null,
  place_id uuid not null,
  -- As the cycle froze it: lists are in its order.
  place_code text collate "C" not null,
  class_code text collate "C" not null,
  -- A release approves a plan and publishes it in the same transaction; both are stored, each with its day.
  state text not null check (state in ('draft', 'submitted', 'returned', 'approved', 'published')),
  version int not null check (version > 0),
  drafted_on date not null,
  submitted_on date,
  returned_opinion text,
  returned_on date,
  -- By whom and by which document, the decision says.
  decision_id uuid,
  approved_on date,
  published_on date,
  primary key (county, id),
  unique (county, cycle_id, unit_id),
  foreign key (county, cycle_id, unit_id) references cycle_unit (county, cycle_id, unit_id),
  foreign key (county, decision_id) references decision (county, id),
  check ((returned_opinion is null) = (returned_on is null)),
  check ((approved_on is null) = (decision_id is null)),
  check ((state in ('approved', 'published')) = (approved_on is not null)),
  check ((state = 'published') = (published_on is not null))
);
create index plan_by_place_code on plan (county, place_code, id);

create table target (
  county text not null,
  id uuid not null,
  plan_id uuid not null,
  cycle_id uuid not null,
  place_id uuid not null,
  indicator_code text collate "C" not null,
  -- As indicator and element said when the target was set: later versions of them move no light.
  element_code text collate "C" not null,
  direction text not null check (direction in ('higher', 'lower')),
  -- summed: the indicator sums its observations over the cycle.
  accumulation text not null check (accumulation in ('current', 'cumulative', 'summed')),
  frequency text not null check (frequency in ('month', 'quarter', 'year')),
  value numeric not null,
  curve jsonb not null,
  -- The next day on which the light may change although no value comes; null before publication and when no such day is left.
  reconsider_on date,
  primary key (county, id),
  unique (county, plan_id, indicator_code),
  foreign key (county, plan_id) references plan (county, id)
);
create index target_of_actual on target (county, element_code, place_id);
create index target_to_reconsider on target (county, reconsider_on) where reconsider_on is not null;

-- The plans that a decision approves, each in the version that the committee saw.
create table decided_plan (
  county text not null,
  decision_id uuid not null,
  plan_id uuid not null,
  version int not null,
  primary key (county, decision_id, plan_id),
  foreign key (county, decision_id) references decision (county, id),
  foreign key (county, plan_id) references plan (county, id)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert, update on plan, decision to %I', service);
  execute format('grant select, insert, update, delete on target to %I', service);
  execute format('grant select, insert on decided_plan to %I', service);
  foreach name in array array['plan', 'target', 'decision', 'decided_plan'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
