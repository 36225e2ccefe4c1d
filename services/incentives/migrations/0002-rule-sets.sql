-- Rule sets: what follows from which decided team grade. One version never changes but in its state; one a county is in force.

create table rule_set (
  county text not null,
  id uuid not null,
  code text not null,
  version int not null check (version > 0),
  name text not null,
  source text not null,
  state text not null check (state in ('registered', 'published', 'superseded')),
  revision int not null check (revision > 0),
  measure_rules jsonb not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  registered_on date not null,
  published_on date,
  document_id uuid,
  primary key (county, id),
  unique (county, code, version),
  check ((state = 'registered') = (published_on is null)),
  check ((published_on is null) = (document_id is null))
);
create unique index rule_set_in_force on rule_set (county) where state = 'published';
create index rule_set_of_county on rule_set (county, registered_on desc, id desc);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert on rule_set to %I', service);
  execute format('grant update (state, revision, published_on, document_id) on rule_set to %I', service);
  execute format('grant select on rule_set to %I', exchange);
  alter table rule_set enable row level security;
  execute format('create policy county_rows on rule_set to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on rule_set to %I using (true)', exchange);
end $$;
