DROP INDEX import_jobs_running;
DROP INDEX import_jobs_by_update;
