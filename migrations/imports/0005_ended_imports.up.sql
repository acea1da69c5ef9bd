-- What has ended since a moment, in that order; and what is running now.
CREATE INDEX import_jobs_by_update ON import_jobs (updated_at, id);
CREATE INDEX import_jobs_running ON import_jobs (status) WHERE status = 'running';
