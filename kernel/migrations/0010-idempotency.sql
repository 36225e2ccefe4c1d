-- Answers of writes, kept with the command that made them, so that a retry gets the same answer and has no second effect.

create table idempotency (
  county text not null,
  client text not null,
  operation text not null,
  key text not null,
  -- SHA-256 of what the request said; a streamed body is digested while it is read.
  fingerprint text,
  status int,
  body json,
  etag text,
  stored_at timestamptz not null default clock_timestamp(),
  primary key (county, client, operation, key)
);
create index idempotency_age on idempotency (stored_at);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = '''' or county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on idempotency to %I', service);
  execute format('grant select, delete on idempotency to %I', exchange);
  alter table idempotency enable row level security;
  execute format('create policy county_rows on idempotency to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on idempotency to %I using (true)', exchange);
end $$;
