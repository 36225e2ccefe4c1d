-- Who may register the documents of an organ, and which document corrects which.

create table registrar (
  county text not null,
  id uuid not null,
  organ text not null,
  -- Whoever holds the role, or whoever acts for the organisation: one of the two.
  role text,
  organisation_id uuid,
  basis text not null,
  authorized_on date not null,
  authorized_by text not null,
  ended_on date,
  ended_by text,
  end_reason text,
  version int not null check (version > 0),
  primary key (county, id),
  check ((role is null) <> (organisation_id is null)),
  check ((ended_on is null) = (end_reason is null))
);
create unique index registrar_in_force on registrar (county, organ, coalesce(role, organisation_id::text)) where ended_on is null;

alter table document
  add column registered_on date,
  add column corrects uuid,
  add column correction_reason text,
  add foreign key (county, corrects) references document (county, id),
  add check ((corrects is null) = (correction_reason is null));
create unique index document_corrected_once on document (county, corrects) where corrects is not null;
create index document_of_number on document (county, organ, code, year, number);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on registrar to %I', service);
  execute format('grant select on registrar to %I', exchange);
  alter table registrar enable row level security;
  execute format('create policy county_rows on registrar to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on registrar to %I using (true)', exchange);
end $$;
