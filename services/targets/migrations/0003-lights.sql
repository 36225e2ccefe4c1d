-- The lights (亮灯) of each target with all that they were computed from: one row for each day on which a light began.
-- What holds at the end of a day does not depend on the order of that day's events: a row of the same day is replaced, one of
-- an earlier day never.

create table light (
  county text not null,
  target_id uuid not null,
  since date not null,
  colour text not null check (colour in ('green', 'yellow', 'red', 'grey')),
  reason text not null check (reason in ('on-course', 'behind', 'far-behind', 'not-due', 'data-late')),
  period text,
  actual numeric,
  expected numeric,
  observation_id uuid,
  revision int,
  -- Of a target whose indicator sums: [{"period", "value", "observationId", "revision"}], from the cycle's first period on.
  observations jsonb,
  rule_version text not null,
  primary key (county, target_id, since),
  foreign key (county, target_id) references target (county, id),
  -- A value stands in one observation, or it is the sum of several.
  check ((actual is null) = (observation_id is null and observations is null)),
  check (observation_id is null or observations is null),
  check ((observation_id is null) = (revision is null)),
  check (colour = 'grey' or actual is not null)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on light to %I', service);
  execute format('grant select on light to %I', exchange);
  alter table light enable row level security;
  execute format('create policy county_rows on light to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on light to %I using (true)', exchange);
end $$;
