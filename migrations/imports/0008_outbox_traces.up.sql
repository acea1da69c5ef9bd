-- The trace that the announced work belongs to.
ALTER TABLE outbox ADD COLUMN trace_id TEXT NOT NULL DEFAULT '';
