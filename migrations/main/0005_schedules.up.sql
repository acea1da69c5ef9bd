-- Jobs that begin by themselves. next_at is moved in the transaction that enqueues the job, so that every due time gives
-- one job however many schedulers look. version counts people's changes.
CREATE TABLE schedules (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('cron', 'interval', 'once')),
  expression TEXT NOT NULL,
  zone TEXT NOT NULL DEFAULT 'Europe/Paris',
  job_queue TEXT NOT NULL,
  job_kind TEXT NOT NULL,
  job_subject TEXT NOT NULL,
  job_payload TEXT NOT NULL,
  job_priority INTEGER NOT NULL,
  job_unique_key TEXT,
  missed_runs TEXT NOT NULL CHECK (missed_runs IN ('skip', 'run_once')),
  is_enabled INTEGER NOT NULL,
  next_at TIMESTAMPTZ,
  last_at TIMESTAMPTZ,
  last_job_id UUID,
  created_by TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX schedules_due ON schedules (next_at) WHERE is_enabled = 1;

-- Queues whose waiting jobs nobody is to take up for now.
CREATE TABLE paused_queues (
  queue TEXT PRIMARY KEY,
  paused_by TEXT NOT NULL,
  paused_at TIMESTAMPTZ NOT NULL
);
