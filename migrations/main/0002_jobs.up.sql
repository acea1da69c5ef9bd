-- Background jobs. fence counts how often a job was taken up: only the latest holder may write. takeovers counts how
-- often a holder was lost. payload, checkpoint, progress and result are JSON.
CREATE TABLE jobs (
  id UUID PRIMARY KEY,
  queue TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  priority INTEGER NOT NULL,
  unique_key TEXT,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'finished', 'failed', 'cancelled', 'dead')),
  attempt INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL,
  takeovers INTEGER NOT NULL DEFAULT 0,
  run_at TIMESTAMPTZ NOT NULL,
  lease_until TIMESTAMPTZ,
  worker TEXT,
  fence BIGINT NOT NULL DEFAULT 0,
  checkpoint TEXT,
  progress TEXT,
  result TEXT,
  problem_code TEXT,
  problem_message TEXT,
  problem_cure TEXT,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  started_at TIMESTAMPTZ,
  finished_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX jobs_one_of_a_key ON jobs (unique_key) WHERE status IN ('waiting', 'running');
CREATE INDEX jobs_to_take ON jobs (queue, priority, run_at) WHERE status IN ('waiting', 'running');
CREATE INDEX jobs_by_queue ON jobs (queue, id);
