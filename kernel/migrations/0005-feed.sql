-- Feeds for partners: a cursor is a delivery number of the subscription, given after commit (exchange rule E16).

create table feed_entry (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  subscription uuid not null,
  county text not null,
  record_type text not null,
  record_key text not null,
  version bigint not null,
  kind text not null check (kind in ('record', 'withdrawn')),
  -- The canonical record (RFC 8785); nothing but the key when it is withdrawn.
  body text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  check ((kind = 'withdrawn') <= (body = '{}'))
);
create index feed_entry_cut on feed_entry (xid);

-- Insert-only: the numbers of a subscription have no gaps and never change.
create table feed_number (
  subscription uuid not null,
  number bigint not null,
  entry_id bigint not null unique references feed_entry (id),
  county text not null,
  primary key (subscription, number)
);

create table feed_head (
  id int primary key default 1 check (id = 1),
  snapshot pg_snapshot,
  system_identifier text,
  adopted_through bigint not null default 0,
  -- How many entries of all subscriptions have a number.
  numbered bigint not null default 0
);
insert into feed_head default values;

create trigger feed_entry_append_only before update or delete or truncate on feed_entry
  for each statement execute function refuse_change();
create trigger feed_number_append_only before update or delete or truncate on feed_number
  for each statement execute function refuse_change();

create function lock_feed_entry() returns void language plpgsql security definer as $$
begin
  lock table feed_entry in share mode;
end $$;
revoke all on function lock_feed_entry() from public;

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  name text;
begin
  execute format('alter function lock_feed_entry() set search_path = %I', service);
  execute format('grant execute on function lock_feed_entry() to %I', exchange);
  execute format('grant select, insert on feed_entry to %I', service);
  execute format('grant select on feed_number to %I', service);
  execute format('grant select on feed_entry to %I', exchange);
  execute format('grant select, insert on feed_number to %I', exchange);
  execute format('grant select, update on feed_head to %I', exchange);
  foreach name in array array['feed_entry', 'feed_number'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy county_rows on %I to %I
         using (county = any (string_to_array(current_setting(''jixiao.counties'', true), '','')))',
      name, service
    );
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
