-- A registrar may be one person, beside whoever holds a role or acts for an organisation.
alter table registrar add column person_id uuid;
alter table registrar drop constraint registrar_check;
alter table registrar add constraint registrar_holder check (num_nonnulls(role, organisation_id, person_id) = 1);
drop index registrar_in_force;
create unique index registrar_in_force
  on registrar (county, organ, coalesce(role, organisation_id::text, person_id::text)) where ended_on is null;
