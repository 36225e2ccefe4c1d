-- Hand-over of large sets: published immutable by the owner, staged and switched by the consumer (exchange rule E14).

-- The owner's side.
create table handover_set (
  id uuid primary key,
  kind text not null,
  number bigint not null,
  county text,
  count bigint not null,
  digest text not null,
  published_at timestamptz not null default clock_timestamp()
);
create unique index handover_set_number on handover_set (kind, coalesce(county, ''), number);

create table handover_row (
  set_id uuid not null references handover_set (id) deferrable initially deferred,
  -- Byte order, so that pages and digests agree on every machine.
  key text collate "C" not null,
  county text,
  body text not null,
  primary key (set_id, key)
);

create trigger handover_set_immutable before update or truncate on handover_set
  for each statement execute function refuse_change();
create trigger handover_row_immutable before update or truncate on handover_row
  for each statement execute function refuse_change();

-- The consumer's side. Staging has no row-level security, because COPY FROM is refused on a table that has it; only the
-- service's own role reaches it, and INSERT … SELECT crosses from here into the aggregate.
create table handover_pull (
  id uuid primary key,
  source text not null,
  kind text not null,
  number bigint not null,
  county text,
  count bigint not null,
  digest text not null,
  after_key text,
  staged bigint not null default 0,
  complete boolean not null default false,
  -- The event that announced the set, without its payload: what the switch appends is caused by it.
  cause json not null,
  failure text,
  superseded boolean not null default false,
  requested_at timestamptz not null default clock_timestamp(),
  switched_at timestamptz
);
create index handover_pull_open on handover_pull (requested_at) where switched_at is null;

create table handover_staging (
  set_id uuid not null,
  key text collate "C" not null,
  body text not null,
  primary key (set_id, key)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  name text;
begin
  execute format('grant select, insert, delete on handover_set, handover_row to %I', service);
  execute format('grant select, insert, update, delete on handover_pull, handover_staging to %I', service);
  execute format('grant select on handover_set, handover_pull to %I', exchange);
  foreach name in array array['handover_set', 'handover_row'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy county_rows on %I to %I
         using (county is null or county = any (string_to_array(current_setting(''jixiao.counties'', true), '','')))',
      name, service
    );
  end loop;
  execute format('create policy exchange_rows on handover_set to %I using (true)', exchange);
end $$;
