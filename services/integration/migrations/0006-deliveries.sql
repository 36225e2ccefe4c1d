-- Deliveries: what a partner is due, one row for a version of a record, with its receipt.

create table delivery (
  county text not null,
  id uuid not null,
  ordinal bigint generated always as identity,
  partner text not null check (partner in ('hr', 'province')),
  kind text not null check (kind in ('team-result', 'measure', 'unit-result')),
  record_key uuid not null,
  version int not null check (version > 0),
  -- The number of this version at the partner: the province counts without gaps what it took.
  placed int not null check (placed > 0),
  state text not null check (state in ('due', 'sent', 'accepted', 'rejected', 'executed', 'superseded')),
  -- The facts of the decision: what the record is made of, and made anew of in a repair.
  basis jsonb not null,
  -- The canonical record (RFC 8785) as it is delivered.
  body text not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  reject_code text,
  reject_detail text,
  receipt_date date,
  -- Of the acceptance, which stays when an execution brings a later date.
  accepted_on date,
  receipt text,
  executed_document text,
  -- Where it is put at the partner; null for what the partner reads from a feed.
  partner_path text,
  -- The rejected delivery that this one was made anew from, and why.
  replaces uuid,
  repair_reason text,
  -- Of what is put to a partner; a feed is read by the partner itself.
  attempts int not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  claim uuid,
  claimed_until timestamptz,
  primary key (county, id),
  unique (county, partner, record_key, version),
  check ((partner = 'province') = (partner_path is not null)),
  check ((replaces is null) = (repair_reason is null)),
  check ((state = 'rejected') <= (reject_code is not null)),
  check ((state = 'executed') <= (executed_document is not null))
);
create index delivery_newest on delivery (county, ordinal);
create index delivery_to_put on delivery (partner, next_attempt_at) where state in ('due', 'sent');
-- From a delivery to its number in the feed.
create index feed_entry_record on feed_entry (county, record_key, version);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on delivery to %I', service);
  execute format('grant select on delivery to %I', exchange);
  alter table delivery enable row level security;
  execute format('create policy county_rows on delivery to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on delivery to %I using (true)', exchange);
end $$;
