-- Processes of this installation and when each was last seen at work.
CREATE TABLE processes (
  id UUID PRIMARY KEY,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  seen_at TIMESTAMPTZ NOT NULL
);

-- Whether people have been told that a job failed. What failed before this step is old news.
ALTER TABLE jobs ADD COLUMN is_told INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET is_told = 1 WHERE status IN ('failed', 'dead');
CREATE INDEX jobs_untold ON jobs (id) WHERE is_told = 0 AND status IN ('failed', 'dead');
