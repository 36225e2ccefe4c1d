-- Documents (文号) that integration has registered, as each service knows them by itself: what a command may name.

create table known_document (
  county text not null,
  id uuid not null,
  issued_on date not null,
  primary key (county, id)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert on known_document to %I', service);
  execute format('grant select on known_document to %I', exchange);
  alter table known_document enable row level security;
  execute format('create policy county_rows on known_document to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on known_document to %I using (true)', exchange);
end $$;
