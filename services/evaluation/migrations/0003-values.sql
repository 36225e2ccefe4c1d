-- What departments sign and townships say about the values of a cycle. Words are added, never changed: the newest counts.

-- One order of both: a signature answers the disputes before it.
create sequence value_word;

create table value_signature (
  county text not null,
  id uuid not null,
  ordinal bigint not null default nextval('value_word'),
  cycle_id uuid not null,
  organisation_id uuid not null,
  -- Counts the signatures of the department in the cycle from 1.
  number int not null check (number > 0),
  element_codes text[] not null,
  signed_on date not null,
  signed_by text not null,
  primary key (county, id),
  unique (county, cycle_id, organisation_id, number),
  foreign key (county, cycle_id) references cycle (county, id)
);
create index value_signature_newest on value_signature (county, cycle_id, ordinal desc);

create table value_confirmation (
  county text not null,
  id uuid not null,
  ordinal bigint not null default nextval('value_word'),
  cycle_id uuid not null,
  unit_id uuid not null,
  -- Counts the words of the unit from 1.
  number int not null check (number > 0),
  outcome text not null check (outcome in ('confirmed', 'disputed')),
  disputes jsonb not null,
  said_on date not null,
  said_by text not null,
  primary key (county, id),
  unique (county, unit_id, number),
  foreign key (county, unit_id) references unit (county, id)
);
create index value_confirmation_newest on value_confirmation (county, cycle_id, ordinal desc);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  execute format('grant select, insert on value_signature, value_confirmation to %I', service);
  execute format('grant usage on sequence value_word to %I', service);
  foreach name in array array['value_signature', 'value_confirmation'] loop
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
