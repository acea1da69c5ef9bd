-- Monthly partitions are made ahead by the daily upkeep; the default one takes what has no month yet, so no line is lost.
CREATE TABLE import_logs (
  id UUID NOT NULL,
  import_job_id UUID NOT NULL,
  logged_at TIMESTAMPTZ NOT NULL,
  level TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (id, logged_at)
) PARTITION BY RANGE (logged_at);
CREATE INDEX import_logs_by_job ON import_logs (import_job_id, logged_at);
CREATE TABLE import_logs_default PARTITION OF import_logs DEFAULT;
