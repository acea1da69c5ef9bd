#!/bin/bash
# Run once, in an empty cluster: the program's user, its six databases, and statistics of statements.
set -euo pipefail

psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --quiet \
  --set password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE suppliers_import LOGIN CREATEDB PASSWORD :'password';
GRANT pg_monitor TO suppliers_import;
SQL
for subject in main catalog imports media code2asin analytics; do
  createdb --username "$POSTGRES_USER" --owner suppliers_import --encoding UTF8 "suppliers_$subject"
  psql --username "$POSTGRES_USER" --dbname "suppliers_$subject" --set ON_ERROR_STOP=1 --quiet <<'SQL'
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
SQL
done
