-- The directory as each service knows it: places in valid and recorded time, and who lay under whom on which days.
-- Places are shared reference data: they have no county and no row-level security.

create table directory_place (
  place_id uuid not null,
  code text not null,
  name text not null,
  kind text not null,
  parent_id uuid,
  -- The days on which this was so.
  valid daterange not null check (not isempty(valid) and not lower_inf(valid)),
  -- When it was known here; open at its end while it is what is known.
  recorded tstzrange not null
);
create unique index directory_place_known on directory_place (place_id, valid) where upper_inf(recorded);
create index directory_place_children on directory_place (parent_id) where upper_inf(recorded);
create index directory_place_code on directory_place (code) where upper_inf(recorded);
create index directory_place_history on directory_place (place_id);

-- What is known now: a place lies under itself and under every place above it that exists on that day.
create table directory_closure (
  ancestor uuid not null,
  descendant uuid not null,
  valid daterange not null,
  primary key (descendant, ancestor, valid)
);
create index directory_closure_below on directory_closure (ancestor, descendant) include (valid);

-- Brings the closure to what is known of the places, by the least change. Refuses places that lie under themselves.
create function refresh_directory_closure() returns void language plpgsql as $$
declare
  looped uuid;
begin
  -- One at a time: two that compute at once would each miss what the other learned.
  perform pg_advisory_xact_lock(hashtext('jixiao.directory'), hashtext(current_schema()));
  with recursive above (ancestor, parent_id, descendant, valid) as (
    select place_id, parent_id, place_id, valid from directory_place where upper_inf(recorded)
    union all
    select place.place_id, place.parent_id, above.descendant, above.valid * place.valid
    from above join directory_place place
      on place.place_id = above.parent_id and upper_inf(place.recorded) and place.valid && above.valid
  ) cycle ancestor set is_cycle using path
  select descendant into looped from above where is_cycle limit 1;
  if looped is not null then
    raise exception 'place % lies under itself', looped using errcode = 'integrity_constraint_violation';
  end if;
  with recursive above (ancestor, parent_id, descendant, valid) as (
    select place_id, parent_id, place_id, valid from directory_place where upper_inf(recorded)
    union all
    select place.place_id, place.parent_id, above.descendant, above.valid * place.valid
    from above join directory_place place
      on place.place_id = above.parent_id and upper_inf(place.recorded) and place.valid && above.valid
  ),
  computed as materialized (
    select ancestor, descendant, unnest(range_agg(valid)) as valid from above group by ancestor, descendant
  ),
  removed as (
    delete from directory_closure closure
    where not exists (
      select from computed
      where computed.ancestor = closure.ancestor and computed.descendant = closure.descendant
        and computed.valid = closure.valid
    )
  )
  insert into directory_closure (ancestor, descendant, valid)
  select ancestor, descendant, valid from computed
  on conflict do nothing;
end $$;

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
begin
  execute format('grant select, insert, update on directory_place to %I', service);
  execute format('grant select, insert, delete on directory_closure to %I', service);
  execute format('grant select on directory_place, directory_closure to %I', exchange);
end $$;
