-- What was released and by whom. plan is JSON: the containers each service had before, which a release that was cut off
-- returns to. contract_after: the first version that can live with what the release's migrations took away, "" for none.
CREATE TABLE releases (
  id UUID PRIMARY KEY,
  kind TEXT NOT NULL,
  project TEXT NOT NULL,
  version TEXT NOT NULL,
  previous TEXT NOT NULL,
  state TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ,
  reason TEXT NOT NULL,
  without_backup TEXT NOT NULL,
  contract_after TEXT NOT NULL,
  plan TEXT NOT NULL
);
CREATE INDEX releases_by_project ON releases (project, id);

CREATE TABLE release_steps (
  release_id UUID NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  detail TEXT NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ,
  PRIMARY KEY (release_id, number)
);
