-- What a partner confirmed of its feed: one row for a range of delivery numbers (exchange rule E16). What it took leaves no other
-- trace than the state of the record; what it rejected stands with the record.

create table feed_receipt (
  county text not null,
  subscription uuid not null,
  from_number bigint not null check (from_number > 0),
  through_number bigint not null check (through_number >= from_number),
  ordinal bigint generated always as identity,
  -- Over the lines of the range, as both sides computed it.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  receipt_date date not null,
  accepted int not null check (accepted >= 0),
  rejected int not null check (rejected >= 0),
  withdrawn int not null check (withdrawn >= 0),
  primary key (county, subscription, from_number, through_number),
  check (accepted + rejected + withdrawn > 0)
);
create index feed_receipt_newest on feed_receipt (county, subscription, ordinal);

create trigger feed_receipt_append_only before update or delete or truncate on feed_receipt
  for each statement execute function refuse_change();

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert on feed_receipt to %I', service);
  execute format('grant select on feed_receipt to %I', exchange);
  alter table feed_receipt enable row level security;
  execute format('create policy county_rows on feed_receipt to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on feed_receipt to %I using (true)', exchange);
end $$;
