-- What a failed synchronisation says, as a code and what its sentence names: people read it in their own language.
-- Null for those that failed before; they keep the sentence that was written then.
alter table synchronisation add column failure_code text;
alter table synchronisation add column failure_params jsonb;
