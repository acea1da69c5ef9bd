-- One row an import that has ended, kept when the import itself is long gone. day is that of ended_at in UTC: daily figures are
-- sums over it. problems: lines of code=count.
CREATE TABLE import_runs (
  import_id UUID PRIMARY KEY,
  supplier TEXT NOT NULL,
  mode TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('finished', 'failed', 'cancelled')),
  file_name TEXT NOT NULL,
  day TEXT NOT NULL,
  ended_at TIMESTAMPTZ NOT NULL,
  rows_read BIGINT NOT NULL,
  rows_created BIGINT NOT NULL,
  rows_updated BIGINT NOT NULL,
  rows_unchanged BIGINT NOT NULL,
  rows_quarantined BIGINT NOT NULL,
  rows_skipped BIGINT NOT NULL,
  products_created BIGINT NOT NULL,
  offers_withdrawn BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL,
  problems TEXT NOT NULL
);
CREATE INDEX import_runs_by_day ON import_runs (day, import_id);
CREATE INDEX import_runs_by_supplier ON import_runs (supplier, status, ended_at);
CREATE INDEX import_runs_by_end ON import_runs (ended_at);
