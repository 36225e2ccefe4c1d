-- Synchronisations with partners: rows that a worker of any instance claims for a time, and claims again after a crash.

create table synchronisation (
  county text not null,
  id uuid not null,
  ordinal bigint generated always as identity,
  data_set text not null check (data_set in ('P1', 'P2', 'P3', 'P4', 'H1', 'H2')),
  period text,
  -- Counts the synchronisations of a data set and period from 1.
  number int not null check (number > 0),
  state text not null default 'running' check (state in ('running', 'completed', 'failed')),
  started_on date not null,
  attempts int not null default 0,
  received bigint not null default 0,
  refused bigint not null default 0,
  failure text,
  batch_id uuid,
  next_attempt_at timestamptz not null default clock_timestamp(),
  claim uuid,
  claimed_until timestamptz,
  primary key (county, id),
  check ((data_set = 'P4') = (period is not null)),
  check ((state = 'failed') <= (failure is not null))
);
create index synchronisation_newest on synchronisation (county, ordinal);
-- Work that is under way, and the rule that a data set is synchronised once at a time.
create unique index synchronisation_running on synchronisation (county, data_set, coalesce(period, '')) where state = 'running';

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on synchronisation to %I', service);
  execute format('grant select on synchronisation to %I', exchange);
  alter table synchronisation enable row level security;
  execute format('create policy county_rows on synchronisation to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on synchronisation to %I using (true)', exchange);
end $$;
