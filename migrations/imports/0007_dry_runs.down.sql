DELETE FROM import_errors WHERE import_job_id IN (SELECT id FROM dry_runs);
DROP TABLE dry_run_changes;
DROP TABLE dry_runs;
