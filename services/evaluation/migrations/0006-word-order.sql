-- breaking: words and signatures of a cycle are counted within it, and a program that doesn't count them can't store any.

-- What is counted by the cycle is an order wherever its rows are brought; the next value of a sequence is not. The old rows get
-- their places in the old order.
with said as (
  select county, id, row_number() over (partition by county, cycle_id order by ordinal) as place
  from (
    select county, id, cycle_id, ordinal from value_signature
    union all
    select county, id, cycle_id, ordinal from value_confirmation
  ) word
), signed as (
  update value_signature word set ordinal = said.place from said where said.county = word.county and said.id = word.id
)
update value_confirmation word set ordinal = said.place from said where said.county = word.county and said.id = word.id;

-- A reopening says after how many words it came. One that was made without it lets all words count, as it did then; a cycle that
-- still collects is the exception: what was said on the days before its reopening counts no more.
update cycle set reopenings = jsonb_set(reopenings, '{-1,wordsBefore}', to_jsonb((
    select coalesce(max(word.ordinal), 0) from (
      select ordinal, cycle_id, county, signed_on as day from value_signature
      union all
      select ordinal, cycle_id, county, said_on from value_confirmation
    ) word
    where word.county = cycle.county and word.cycle_id = cycle.id and word.day < (cycle.reopenings -> -1 ->> 'reopenedOn')::date
  )))
  where state = 'collecting' and reopenings <> '[]';

alter table value_signature alter column ordinal drop default, add check (ordinal > 0), add unique (county, cycle_id, ordinal);
alter table value_confirmation alter column ordinal drop default, add check (ordinal > 0), add unique (county, cycle_id, ordinal);
drop sequence value_word;
-- The unique indexes are read backwards as well.
drop index value_signature_newest;
drop index value_confirmation_newest;
