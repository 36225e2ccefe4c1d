-- Documents as references. A document number is not unique: the id is made of the organ, the number, the date and the digest.

create table document (
  county text not null,
  id uuid not null,
  organ text not null,
  code text not null,
  year int not null,
  number int not null check (number > 0),
  title text not null,
  date date not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  form text not null check (form in ('file', 'paper')),
  primary key (county, id)
);
create index document_of_county on document (county, date, id);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert on document to %I', service);
  execute format('grant select on document to %I', exchange);
  alter table document enable row level security;
  execute format('create policy county_rows on document to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on document to %I using (true)', exchange);
end $$;
