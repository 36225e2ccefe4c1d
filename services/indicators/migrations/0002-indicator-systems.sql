-- Indicator systems (指标体系): drafts change, what is published never does, what is retired takes no new cycle.

create table indicator_system (
  county text not null,
  id uuid not null,
  code text collate "C" not null,
  version int not null check (version > 0),
  name text not null,
  state text not null check (state in ('draft', 'published', 'retired')),
  revision int not null check (revision > 0),
  indicator_count int not null,
  system jsonb not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  drafted_on date not null,
  published_on date,
  document_id uuid,
  retired_on date,
  retirement_reason text,
  primary key (county, id),
  check ((state = 'draft') = (published_on is null)),
  check ((published_on is null) = (document_id is null)),
  check ((state = 'retired') = (retired_on is not null)),
  check ((retired_on is null) = (retirement_reason is null))
);
create unique index indicator_system_code on indicator_system (county, code, version);
create index indicator_system_newest on indicator_system (county, drafted_on desc, id desc);

-- The past does not move: of a published system nothing changes but that it is retired.
create function keep_published_system() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft'
    and (new.county, new.code, new.version, new.name, new.system, new.digest, new.published_on, new.document_id)
      is distinct from
        (old.county, old.code, old.version, old.name, old.system, old.digest, old.published_on, old.document_id) then
    raise exception 'a published indicator system never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger indicator_system_immutable before update on indicator_system
  for each row execute function keep_published_system();

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on indicator_system to %I', service);
  execute format('grant select on indicator_system to %I', exchange);
  alter table indicator_system enable row level security;
  execute format('create policy county_rows on indicator_system to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on indicator_system to %I using (true)', exchange);
end $$;
