-- What dry runs found, kept for a week so that people can look at it. Their rejected rows are in import_errors. An import's
-- next dry run by the same supplier and file takes its place.
CREATE TABLE dry_runs (
  id UUID PRIMARY KEY,
  supplier_code TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  column_names TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ
);
CREATE INDEX dry_runs_by_file ON dry_runs (supplier_code, file_digest);
CREATE INDEX dry_runs_by_time ON dry_runs (created_at);

-- A bounded number of the changes a dry run found, as change_items of the catalogue has them of an import.
CREATE TABLE dry_run_changes (
  dry_run_id UUID NOT NULL,
  offer_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('created', 'updated', 'withdrawn')),
  flags INTEGER NOT NULL,
  source_row BIGINT NOT NULL,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (dry_run_id, offer_id)
);
CREATE INDEX dry_run_changes_in_order ON dry_run_changes (dry_run_id, source_row, sku);
