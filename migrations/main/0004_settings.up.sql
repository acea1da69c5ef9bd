-- What administrators changed at run time; a setting that is not here has its default. value is text as people write it.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  changed_by_id UUID,
  changed_by TEXT NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL
);

-- One row, counting the changes of all settings: conditional writes compare it, and writers wait for each other at it.
CREATE TABLE settings_version (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL
);
INSERT INTO settings_version (id, version) VALUES (1, 0);
