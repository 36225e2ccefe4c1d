-- What an accepted objection has corrected: its values by period, each with the one that it replaced. Null for one that added points.
alter table objection add column corrected_values jsonb;
alter table objection add check (corrected_values is null or state = 'accepted');

-- What a corrected value is held against; null until the element's next version comes.
alter table element_source add column places int;
alter table element_source add column minimum numeric;
alter table element_source add column maximum numeric;
