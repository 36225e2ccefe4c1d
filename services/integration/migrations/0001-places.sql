-- Places: valid time says when a thing held, recorded time when we came to know it. Nothing is overwritten.
-- Shared reference data: the whole country's, of no tenant.

create table place (
  id uuid not null,
  code text not null check (code ~ '^[0-9]{12}$'),
  name text not null,
  kind text not null check (kind in ('province', 'city', 'county', 'subdistrict', 'town', 'township', 'township-like')),
  parent_id uuid,
  -- The code of the county that a township-level place lies in; what a list is asked by.
  county text,
  document_reference text,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  recorded_from timestamptz not null default clock_timestamp(),
  recorded_to timestamptz,
  primary key (id, valid_from, recorded_from)
);
create unique index place_current on place (id, valid_from) where recorded_to is null;
create index place_of_county on place (county, code) where recorded_to is null;
create index place_children on place (parent_id) where recorded_to is null;

-- What became of a place: a merger has several predecessors, a split several successors.
create table place_successor (
  place_id uuid not null,
  successor_id uuid not null,
  since date not null,
  document_reference text,
  primary key (place_id, successor_id)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
begin
  execute format('grant select, insert, update on place to %I', service);
  execute format('grant select, insert on place_successor to %I', service);
  execute format('grant select on place, place_successor to %I', exchange);
end $$;
