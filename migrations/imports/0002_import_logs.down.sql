DROP TABLE import_logs;
