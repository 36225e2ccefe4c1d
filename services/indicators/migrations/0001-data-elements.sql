-- Data elements (数据元) of a county. A new version supersedes the one before; every version stays.

create table data_element (
  county text not null,
  code text collate "C" not null,
  version int not null check (version > 0),
  name text not null,
  definition text not null,
  dimension text not null,
  unit text not null,
  precision int not null check (precision between 0 and 10),
  direction text not null check (direction in ('higher', 'lower')),
  accumulation text not null check (accumulation in ('current', 'cumulative')),
  frequency text not null check (frequency in ('month', 'quarter', 'year')),
  minimum numeric not null,
  maximum numeric not null check (maximum >= minimum),
  -- The department that delivers the values and signs them (数源部门).
  source_organisation_id uuid not null,
  put_on date not null,
  primary key (county, code, version)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert on data_element to %I', service);
  execute format('grant select on data_element to %I', exchange);
  alter table data_element enable row level security;
  execute format('create policy county_rows on data_element to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on data_element to %I using (true)', exchange);
end $$;
