DROP TABLE import_errors;
DROP TABLE import_jobs;
DROP TABLE mappings;
DROP TABLE import_files;
