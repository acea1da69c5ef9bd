-- Where a supplier's files come from. config is a JSON object of the kind's own fields; secrets is a JSON object of names
-- and sealed values. What begins with last_ is the outcome of the latest fetch; version counts people's changes alone.
CREATE TABLE sources (
  id UUID PRIMARY KEY,
  supplier_id UUID NOT NULL,
  supplier_code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('upload', 'http', 'ftp', 'sftp', 'email', 's3', 'folder')),
  config TEXT NOT NULL,
  secrets TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('partial', 'full')),
  is_enabled INTEGER NOT NULL,
  last_etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  last_digest TEXT NOT NULL DEFAULT '',
  last_size BIGINT,
  last_checked_at TIMESTAMPTZ,
  last_fetched_at TIMESTAMPTZ,
  last_import_id UUID,
  last_problem_code TEXT NOT NULL DEFAULT '',
  last_problem_message TEXT NOT NULL DEFAULT '',
  last_problem_cure TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  UNIQUE (supplier_id, name)
);
