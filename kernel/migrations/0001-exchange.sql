-- The durable exchange: outbox, frames, watermarks, parked events (exchange rules E1 to E11).
-- The same set runs in the schema of every service, as the schema's owner; roles are named by the schema.

-- E2: a program that expects another number of shards refuses to start.
create table exchange_setting (
  name text primary key,
  value int not null
);
insert into exchange_setting (name, value) values ('shards', 8);

-- One life of this producer. Positions count within it. The first start opens the first one.
create table incarnation (
  number int generated always as identity primary key,
  id uuid not null unique,
  opened_at timestamptz not null default clock_timestamp()
);

-- E3: the outbox keeps the transaction of each event; its id orders only what one cut sees.
create table outbox (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  event_id uuid not null,
  type text not null,
  schema_version text not null,
  county text,
  key text not null,
  key_sequence bigint not null,
  shard int not null,
  traceparent text,
  correlation text not null,
  causation text,
  actor text not null,
  business_date date not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- json and not jsonb: the text stays as it was digested.
  payload json not null
);
create index outbox_cut on outbox (shard, xid);

-- E2: the sequence of a key; its row is locked until the event that took a number is committed.
create table outbox_key (
  key text primary key,
  county text,
  sequence bigint not null
) with (fillfactor = 70);

-- E3, E6: what the leader of a shard knows. snapshot is S of the last cut, made in the cluster named beside it.
create table shard (
  shard int primary key,
  epoch bigint not null default 0,
  last_position bigint not null default 0,
  head_digest text not null default repeat('0', 64),
  snapshot pg_snapshot,
  system_identifier text,
  adopted_through bigint not null default 0,
  published_through bigint not null default 0,
  forked_reason text
) with (fillfactor = 50);
insert into shard (shard) select generate_series(0, 7);

-- E4: a frame is immutable; its events are rows of the outbox.
create table frame (
  incarnation uuid not null references incarnation (id),
  shard int not null references shard (shard),
  first bigint not null,
  count int not null check (count between 1 and 256),
  outbox_ids bigint[] not null check (cardinality(outbox_ids) = count),
  encoding smallint not null,
  digest text not null,
  previous_digest text not null,
  epoch bigint not null,
  cut_at timestamptz not null default clock_timestamp(),
  primary key (incarnation, shard, first)
);

-- E7: how far a consumer has disposed of a shard, and the head of the digest chain it has seen (E11).
create table watermark (
  consumer text not null,
  source text not null,
  incarnation uuid not null,
  shard int not null,
  position bigint not null default 0,
  digest text not null default repeat('0', 64),
  forked_reason text,
  primary key (consumer, source, incarnation, shard)
) with (fillfactor = 50);

-- Evidence only: it may be detached at any time (E7).
create table inbox (
  consumer text not null,
  source text not null,
  incarnation uuid not null,
  shard int not null,
  first bigint not null,
  count int not null,
  digest text not null,
  event_ids uuid[] not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (consumer, source, incarnation, shard, first)
);

-- E8: a key whose events wait.
create table parked_key (
  consumer text not null,
  source text not null,
  key text not null,
  county text,
  shard int not null,
  parked_at timestamptz not null default clock_timestamp(),
  primary key (consumer, source, key)
);

-- E8: an event that was not applied when its turn came. id is the order within a key, because the rows of a shard are
-- written under its watermark. What was redriven or set aside stays as evidence.
create table parked_event (
  id bigint generated always as identity primary key,
  consumer text not null,
  source text not null,
  incarnation uuid not null,
  shard int not null,
  position bigint not null,
  event_id uuid not null,
  type text not null,
  county text,
  key text not null,
  key_sequence bigint not null,
  event json not null,
  state text not null check (state in ('parked', 'waiting_for', 'waiting_behind', 'redriven', 'set_aside')),
  dependency_type text,
  dependency_key text,
  reason text not null,
  tries int not null default 0,
  tried_at timestamptz,
  disposed_by text,
  disposed_reason text,
  disposed_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp(),
  unique (consumer, source, incarnation, shard, position),
  check ((state = 'waiting_for') <= (dependency_type is not null and dependency_key is not null)),
  check ((state in ('redriven', 'set_aside')) = (disposed_at is not null))
);
create index parked_event_open on parked_event (consumer, source, key, id)
  where state in ('parked', 'waiting_for', 'waiting_behind');

-- E2: facts that other events wait for, recorded when they arrive.
create table arrival (
  type text not null,
  key text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (type, key)
);

-- No writer is in flight while this lock is held: the relay takes it once, after a restore into another cluster (E3).
create function lock_outbox() returns void language plpgsql security definer as $$
begin
  lock table outbox in share mode;
end $$;
revoke all on function lock_outbox() from public;

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  county_rows text := 'county is null or county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('alter function lock_outbox() set search_path = %I', service);
  execute format('grant execute on function lock_outbox() to %I', exchange);

  execute format('grant select on exchange_setting, incarnation to %I, %I', service, exchange);
  execute format('grant insert on incarnation to %I', exchange);

  execute format('grant insert on outbox to %I', service);
  execute format('grant select on outbox to %I', exchange);
  execute format('grant select, insert, update on outbox_key to %I', service);
  execute format('grant select, update on shard to %I', exchange);
  execute format('grant select, insert on frame to %I', exchange);

  execute format('grant select, insert, update on watermark to %I', service);
  execute format('grant select, insert on inbox to %I', service);
  execute format('grant select, insert, delete on parked_key to %I', service);
  execute format('grant select, insert, update on parked_event to %I', service);
  execute format('grant select, insert on arrival to %I', service);
  execute format('grant select on watermark, inbox, parked_key, parked_event, arrival, outbox_key to %I', exchange);

  foreach name in array array['outbox', 'outbox_key', 'parked_key', 'parked_event'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s)', name, service, county_rows);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
