-- Observations (观测值) in every revision that they ever had: a row is never changed, a correction is a row of its own.

create table observation (
  county text not null,
  period text collate "C" not null,
  element_code text collate "C" not null,
  place_id uuid not null,
  revision int not null check (revision > 0),
  -- One for all revisions.
  id uuid not null,
  value numeric not null,
  status text not null check (status in ('preliminary', 'confirmed', 'corrected')),
  as_of date not null,
  reason text,
  batch_id uuid not null,
  -- The business day on which it became known here.
  recorded_on date not null,
  -- The last day of the period: the day whose directory says where the place lay.
  period_end date not null,
  primary key (county, period, element_code, place_id, revision)
);
create index observation_history on observation (county, id);
create index observation_of_place on observation (county, place_id, period);
-- A batch's set is read page by page in this order, however much its period holds beside it.
create index observation_of_batch on observation (county, batch_id, element_code, place_id, revision);

-- What was sent: one row a batch, with what became of it.
create table observation_batch (
  county text not null,
  id uuid not null,
  -- What the sender calls the data, and who the sender was: a department, or a client of the province or of ours.
  source text collate "C" not null,
  sender text collate "C" not null,
  period text collate "C" not null,
  mode text not null check (mode in ('keep-good', 'all-or-nothing')),
  state text not null check (state in ('accepted', 'partly-accepted', 'refused')),
  -- Of the bytes that were sent.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  -- The same bytes may be sent again when they were not wholly taken: counts from 1.
  attempt int not null check (attempt > 0),
  row_count int not null,
  added_count int not null,
  superseded_count int not null,
  unchanged_count int not null,
  rejected_count int not null,
  -- The set of what it added or superseded; its rows are the batch's observations, so they are not stored twice.
  set_id uuid,
  received_on date not null,
  primary key (county, id),
  check (state = 'refused' or row_count = added_count + superseded_count + unchanged_count + rejected_count),
  check (state <> 'refused' or added_count + superseded_count + unchanged_count = 0),
  check ((set_id is null) = (added_count + superseded_count = 0))
);
create unique index observation_batch_content on observation_batch (county, source, sender, period, digest, attempt);
create index observation_batch_newest on observation_batch (county, received_on desc, id desc);
create unique index observation_batch_set on observation_batch (county, set_id) where set_id is not null;

-- Rows that were not taken, the first of them: their total stands in the batch.
create table rejected_row (
  county text not null,
  batch_id uuid not null,
  line int not null check (line > 0),
  code text not null,
  field text,
  reason text not null,
  content text not null,
  primary key (county, batch_id, line)
);

-- What a cycle froze: from now on only corrections are taken for these elements, places and periods.
create table observation_freeze (
  county text not null,
  cycle_id uuid not null,
  set_id uuid not null,
  element_codes text[] not null,
  place_ids uuid[] not null,
  periods text[] not null,
  ordered_on date not null,
  primary key (county, cycle_id, set_id)
);

create trigger observation_append_only before update or delete or truncate on observation
  for each statement execute function refuse_change();
create trigger observation_batch_append_only before update or delete or truncate on observation_batch
  for each statement execute function refuse_change();
create trigger rejected_row_append_only before update or delete or truncate on rejected_row
  for each statement execute function refuse_change();
create trigger observation_freeze_append_only before update or delete or truncate on observation_freeze
  for each statement execute function refuse_change();

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  foreach name in array array['observation', 'observation_batch', 'rejected_row', 'observation_freeze'] loop
    execute format('grant select, insert on %I to %I', name, service);
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
