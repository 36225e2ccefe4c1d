-- The trace (W3C Trace Context) that a worker's work belongs to: of the request that ordered it, or of the event that made it due.
-- Null for what was ordered before, which begins a trace of its own.
alter table synchronisation add column traceparent text;
alter table delivery add column traceparent text;
