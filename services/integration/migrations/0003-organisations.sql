-- Organisations, leading teams and posts of a county. A credit code may be corrected: the id carries over.

create table organisation (
  county text not null,
  id uuid not null,
  credit_code text not null check (credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
  name text not null,
  kind text not null check (kind in ('party-committee', 'government', 'department')),
  -- Which department it is among those of its place; null for others.
  department text,
  place_id uuid not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  version int not null check (version > 0),
  primary key (county, id),
  -- Two organisations may exchange codes in one correction.
  constraint organisation_credit_code unique (county, credit_code) deferrable initially deferred
);
create index organisation_of_place on organisation (county, place_id);

create table team (
  county text not null,
  id uuid not null,
  organisation_id uuid not null,
  place_id uuid not null,
  primary key (county, id),
  foreign key (county, organisation_id) references organisation (county, id)
);

-- A post is held from a day; "to" is the first day on which it is not held any more.
create table post (
  county text not null,
  id uuid not null,
  person_id uuid not null,
  organisation_id uuid not null,
  team_id uuid not null,
  role text not null check (role in ('1', '3', 'Z')),
  title text not null,
  held_from date not null,
  held_to date check (held_to >= held_from),
  primary key (county, id),
  foreign key (county, organisation_id) references organisation (county, id),
  foreign key (county, team_id) references team (county, id)
);
create index post_of_team on post (county, team_id);
create index post_of_person on post (county, person_id);

-- What was last announced of the teams, so that the same is not announced twice.
create table teams_announced (
  county text primary key,
  digest text not null
);

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
  name text;
begin
  foreach name in array array['organisation', 'team', 'post', 'teams_announced'] loop
    execute format('grant select, insert, update on %I to %I', name, service);
    execute format('grant select on %I to %I', name, exchange);
    execute format('alter table %I enable row level security', name);
    execute format('create policy county_rows on %I to %I using (%s) with check (%s)', name, service, in_scope, in_scope);
    execute format('create policy exchange_rows on %I to %I using (true)', name, exchange);
  end loop;
end $$;
