-- The one table with personal data. Name and ID number are encrypted by field, the key's id in the ciphertext; look-up goes
-- by keyed digests (blind index). The exchange role, which exports and relays, has no access.

create table person (
  county text not null,
  id uuid not null,
  name_cipher text not null,
  id_number_cipher text not null,
  name_index bytea not null check (length(name_index) = 32),
  id_number_index bytea not null check (length(id_number_index) = 32),
  state text not null check (state in ('1', '2', '3', '4', '5')),
  primary key (county, id)
);
create index person_by_name on person (county, name_index);
create index person_by_id_number on person (county, id_number_index);

-- Why personal data were read, beside the audit entry of the same trace (PIPL art 6). Append-only.
create table person_reading (
  county text not null,
  id bigint generated always as identity,
  -- Null for a search.
  person_id uuid,
  subject text not null,
  purpose text not null,
  trace_id text not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (county, id)
);
create trigger person_reading_append_only before update or delete or truncate on person_reading
  for each statement execute function refuse_change();

do $$
declare
  service text := current_schema();
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert, update on person to %I', service);
  execute format('grant select, insert on person_reading to %I', service);
  foreach name in array array['person', 'person_reading'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
  end loop;
end $$;
