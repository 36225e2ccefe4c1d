-- Plans (目标计划) with their targets, and the decisions that approve them.

create table plan (
  id uuid primary key,
  county text not null,
  cycle_id uuid not null references cycle (id),
  unit_id uuid not null,
  place_id uuid not null,
  -- The place's code on the day of the draft: lists are in its order.
  place_code text not null,
  class_code text not null,
  state text not null check (state in ('draft', 'submitted', 'returned', 'published')),
  version int not null check (version > 0),
  -- The business day that decides in whose subtree the plan lies.
  drafted_on date not null,
  submitted_on date,
  returned_opinion text,
  returned_on date,
  published_on date,
  decision_id uuid,
  unique (cycle_id, unit_id),
  check ((returned_opinion is null) = (returned_on is null)),
  check ((published_on is null) = (decision_id is null)),
  check ((state = 'published') = (published_on is not null))
);
create index plan_of_county on plan (county, place_code, id);

create table target (
  id uuid primary key,
  county text not null,
  plan_id uuid not null references plan (id),
  cycle_id uuid not null,
  place_id uuid not null,
  indicator_code text not null,
  -- As indicator and element said when the target was set: later versions of them move no light.
  element_code text not null,
  direction text not null check (direction in ('higher', 'lower')),
  accumulation text not null check (accumulation in ('current', 'cumulative')),
  frequency text not null check (frequency in ('month', 'quarter', 'year')),
  value numeric not null,
  curve jsonb not null,
  -- The next day on which the light may change although no value comes; null before publication and when no such day is left.
  reconsider_on date,
  unique (plan_id, indicator_code)
);
create index target_of_actual on target (county, element_code, place_id);
create index target_to_reconsider on target (county, reconsider_on) where reconsider_on is not null;

create table plan_decision (
  id uuid primary key,
  county text not null,
  cycle_id uuid not null references cycle (id),
  state text not null check (state in ('recorded', 'released')),
  version int not null check (version > 0),
  organ text not null,
  document_id uuid not null,
  decided_on date not null,
  attachment_digest text not null,
  recorded_on date not null,
  recorded_by text not null,
  released_on date,
  released_by text,
  check ((state = 'released') = (released_on is not null)),
  check ((released_on is null) = (released_by is null)),
  check (released_by <> recorded_by)
);
create index plan_decision_of_county on plan_decision (county, recorded_on, id);

-- The plans that a decision approves, each in the version that the committee saw.
create table decided_plan (
  county text not null,
  decision_id uuid not null references plan_decision (id),
  plan_id uuid not null references plan (id),
  version int not null,
  primary key (county, decision_id, plan_id)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert, update on plan, plan_decision to %I', service);
  execute format('grant select, insert, update, delete on target to %I', service);
  execute format('grant select, insert on decided_plan to %I', service);
  foreach name in array array['plan', 'target', 'plan_decision', 'decided_plan'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
