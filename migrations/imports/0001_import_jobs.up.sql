-- Original files, stored once by content; object_key finds the bytes in the imports bucket.
CREATE TABLE import_files (
  digest TEXT PRIMARY KEY,
  object_key TEXT NOT NULL,
  size BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE mappings (
  id UUID PRIMARY KEY,
  supplier_id UUID NOT NULL,
  version INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('detected', 'given')),
  document TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  UNIQUE (supplier_id, version)
);

-- An import's change set in the catalogue has the job's id.
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
CREATE INDEX import_jobs_by_supplier ON import_jobs (supplier_id, created_at);

-- severity reject: the row waits in quarantine. warn: a sample of the rows that went on with a warning.
-- cells and problems are JSON arrays.
CREATE TABLE import_errors (
  import_job_id UUID NOT NULL,
  row_number BIGINT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('reject', 'warn')),
  line BIGINT NOT NULL,
  byte_offset BIGINT NOT NULL,
  code TEXT NOT NULL,
  field TEXT NOT NULL,
  raw TEXT NOT NULL,
  cells TEXT NOT NULL,
  problems TEXT NOT NULL,
  PRIMARY KEY (import_job_id, row_number, severity)
);
CREATE INDEX import_errors_by_code ON import_errors (import_job_id, code);
