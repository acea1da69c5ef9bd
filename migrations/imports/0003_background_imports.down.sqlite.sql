DROP TABLE uploads;
UPDATE import_jobs SET status = 'failed' WHERE status = 'cancelled';
-- SQLite cannot change a CHECK: the table is made anew.
ALTER TABLE import_jobs RENAME TO import_jobs_before;
CREATE TABLE import_jobs (
  id UUID PRIMARY KEY,
  supplier_id UUID NOT NULL,
  supplier_code TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('partial', 'full')),
  mapping_id UUID NOT NULL,
  column_names TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'failed')),
  rows_total BIGINT NOT NULL,
  report TEXT,
  problem_code TEXT,
  problem_message TEXT,
  problem_cure TEXT,
  resumed INTEGER NOT NULL DEFAULT 0,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ
);
INSERT INTO import_jobs SELECT
  id, supplier_id, supplier_code, file_name, file_digest, mode, mapping_id, column_names, status, rows_total, report,
  problem_code, problem_message, problem_cure, resumed, created_at, updated_at, finished_at
FROM import_jobs_before;
DROP TABLE import_jobs_before;
CREATE INDEX import_jobs_by_supplier ON import_jobs (supplier_id, created_at);
