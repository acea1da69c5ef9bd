CREATE TABLE import_logs (
  id UUID NOT NULL,
  import_job_id UUID NOT NULL,
  logged_at TIMESTAMPTZ NOT NULL,
  level TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (id, logged_at)
);
CREATE INDEX import_logs_by_job ON import_logs (import_job_id, logged_at);
