DROP TABLE uploads;
DROP INDEX import_jobs_by_code;
UPDATE import_jobs SET status = 'failed' WHERE status = 'cancelled';
ALTER TABLE import_jobs DROP CONSTRAINT import_jobs_status_check;
ALTER TABLE import_jobs ADD CONSTRAINT import_jobs_status_check CHECK (status IN ('running', 'finished', 'failed'));
