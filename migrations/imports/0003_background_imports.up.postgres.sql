ALTER TABLE import_jobs DROP CONSTRAINT import_jobs_status_check;
ALTER TABLE import_jobs ADD CONSTRAINT import_jobs_status_check CHECK (status IN ('running', 'finished', 'failed', 'cancelled'));
CREATE INDEX import_jobs_by_code ON import_jobs (supplier_code, id);

-- Files on their way in. How much has arrived is the size of the file itself, which folder and id find.
CREATE TABLE uploads (
  id UUID PRIMARY KEY,
  file_name TEXT NOT NULL,
  size BIGINT,
  sha256 TEXT,
  status TEXT NOT NULL CHECK (status IN ('open', 'complete')),
  created_by TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX uploads_by_expiry ON uploads (expires_at);
