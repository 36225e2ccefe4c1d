-- Which counties a claim with a star means: those below its codes that have begun a day. A caller of `33*` reads a record by its id,
-- and nothing but the list of the counties is seen past row-level security.

create function counties_below(codes text[]) returns text[] language sql stable security definer as $$
  select coalesce(array_agg(county order by county), '{}')
  from business_day where exists (select from unnest(codes) code where starts_with(county, code))
$$;
revoke all on function counties_below(text[]) from public;

do $$
declare
  service text := current_schema();
begin
  execute format('alter function counties_below(text[]) set search_path = %I', service);
  execute format('grant execute on function counties_below(text[]) to %I', service);
end $$;
