-- The current day of each county, moved by the event DayBegan alone (exchange rule E20).

create table business_day (
  county text primary key,
  date date not null
);

-- The day of a county, held against moving until the transaction ends; a read-only transaction can lock nothing.
create function current_day(of_county text) returns date language plpgsql as $$
declare
  found_day date;
begin
  if current_setting('transaction_read_only')::boolean then
    select date into found_day from business_day where county = of_county;
  else
    select date into found_day from business_day where county = of_county for share;
  end if;
  return found_day;
end $$;

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
begin
  execute format('grant select, insert, update on business_day to %I', service);
  execute format('grant select on business_day to %I', exchange);
  alter table business_day enable row level security;
  execute format(
    'create policy county_rows on business_day to %I
       using (county = any (string_to_array(current_setting(''jixiao.counties'', true), '','')))',
    service
  );
  execute format('create policy exchange_rows on business_day to %I using (true)', exchange);
end $$;
