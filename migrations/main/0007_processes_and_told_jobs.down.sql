DROP INDEX jobs_untold;
ALTER TABLE jobs DROP COLUMN is_told;
DROP TABLE processes;
