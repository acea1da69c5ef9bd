-- The trace a job belongs to: what follows from one piece of work, such as the fetch of a file, has the same.
ALTER TABLE jobs ADD COLUMN trace_id TEXT NOT NULL DEFAULT '';
