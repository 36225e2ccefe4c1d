-- Supervision notices (告知单) on a target, with answer, acceptance and closure.

create table notice (
  county text not null,
  id uuid not null,
  cycle_id uuid not null,
  unit_id uuid not null,
  place_id uuid not null,
  target_id uuid not null,
  state text not null check (state in ('issued', 'overdue', 'answered', 'accepted', 'closed')),
  version int not null check (version > 0),
  document_id uuid not null,
  text text not null,
  colour text not null check (colour in ('yellow', 'red')),
  issued_on date not null,
  due_on date not null check (due_on > issued_on),
  answer_text text,
  answer_document_id uuid,
  answered_on date,
  late boolean,
  acceptance_opinion text,
  accepted_on date,
  closure_opinion text,
  closed_on date,
  primary key (county, id),
  unique (county, target_id, document_id),
  foreign key (county, cycle_id, unit_id) references cycle_unit (county, cycle_id, unit_id),
  foreign key (county, target_id) references target (county, id),
  check ((answered_on is null) = (answer_text is null) and (answered_on is null) = (late is null)),
  check (answered_on is not null or answer_document_id is null),
  check (late = (answered_on > due_on)),
  check ((accepted_on is null) = (acceptance_opinion is null)),
  check ((closed_on is null) = (closure_opinion is null)),
  check ((state in ('answered', 'accepted', 'closed')) = (answered_on is not null)),
  check ((state in ('accepted', 'closed')) = (accepted_on is not null)),
  check ((state = 'closed') = (closed_on is not null))
);
create index notice_newest on notice (county, issued_on desc, id desc);
create index notice_unanswered on notice (county, due_on) where state = 'issued';

do $$
declare
  service text := current_schema();
  exchange text := current_schema() || '_exchange';
  in_scope text := 'county = any (string_to_array(current_setting(''jixiao.counties'', true), '',''))';
begin
  execute format('grant select, insert, update on notice to %I', service);
  execute format('grant select on notice to %I', exchange);
  alter table notice enable row level security;
  execute format('create policy county_rows on notice to %I using (%s) with check (%s)', service, in_scope, in_scope);
  execute format('create policy exchange_rows on notice to %I using (true)', exchange);
end $$;
