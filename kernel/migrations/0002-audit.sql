-- The audit log: canonical bytes written in the command's transaction, chained afterwards by the cut of E3.

create table audit_entry (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  county text,
  event text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- RFC 8785 bytes: what the chain's hashes are taken of.
  body bytea not null
);
create index audit_entry_cut on audit_entry (xid);
create index audit_entry_county on audit_entry (county, id);

-- The chain follows the entries, so that no lock queues the commands of a service.
create table audit_chain (
  sequence bigint primary key,
  entry_id bigint not null unique references audit_entry (id),
  previous_hash bytea not null,
  hash bytea not null
);

-- One row: where the chain ends and what the last cut has seen.
create table audit_head (
  id int primary key default 1 check (id = 1),
  sequence bigint not null default 0,
  hash bytea not null default decode(repeat('00', 32), 'hex'),
  snapshot pg_snapshot,
  system_identifier text,
  adopted_through bigint not null default 0
);
insert into audit_head default values;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
create trigger audit_chain_append_only before update or delete or truncate on audit_chain
  for each statement execute function refuse_change();

create function lock_audit_entry() returns void language plpgsql security definer as $$
begin
  lock table audit_entry in share mode;
end $$;
revoke all on function lock_audit_entry() from public;

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  -- What concerns no county, such as a repair of shared data, may be seen by every county's audit administrator.
  in_scope text :=
    '(county is null or county = any (string_to_array(current_setting(''jixiao.counties'', true), '','')))';
begin
  execute format('alter function lock_audit_entry() set search_path = %I', service);
  execute format('grant execute on function lock_audit_entry() to %I', exchange);

  execute format('grant select, insert on audit_entry to %I', service);
  execute format('grant select on audit_entry to %I', exchange);
  execute format('grant select on audit_chain to %I', service);
  execute format('grant select, insert on audit_chain to %I', exchange);
  execute format('grant select, update on audit_head to %I', exchange);

  alter table audit_entry enable row level security;
  execute format('create policy county_rows on audit_entry for select to %I using (%s)', service, in_scope);
  -- A refusal stands under the caller's own county, whichever was asked for: nobody writes into another county's log.
  execute format('create policy own_entry on audit_entry for insert to %I with check (%s)', service, in_scope);
  execute format('create policy exchange_rows on audit_entry to %I using (true)', exchange);
end $$;
