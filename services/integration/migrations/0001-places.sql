-- Places are kept in directory_place (kernel set), in valid and recorded time. Here is what integration alone knows of them.
-- Shared reference data, of no tenant.

-- What became of a place: a merger has several predecessors, a split several successors.
create table place_succession (
  place_id uuid not null,
  successor_id uuid not null,
  primary key (place_id, successor_id)
);
create index place_predecessors on place_succession (successor_id);

-- The document number (文号) of the approval by which a version of a place came about.
create table place_approval (
  place_id uuid not null,
  valid_from date not null,
  document_reference text not null,
  primary key (place_id, valid_from)
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
begin
  execute format('grant select, insert, delete on place_succession to %I', service);
  execute format('grant select, insert, update on place_approval to %I', service);
  execute format('grant select on place_succession, place_approval to %I', exchange);
end $$;
