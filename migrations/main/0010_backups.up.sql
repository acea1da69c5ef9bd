-- Backups that were begun and what became of them. places: where they are, words with blanks between. proven_at: when
-- one was last restored beside the live data and found to be the same.
CREATE TABLE backups (
  id TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ,
  started_by TEXT NOT NULL,
  places TEXT NOT NULL,
  is_sealed INTEGER NOT NULL,
  size_bytes BIGINT NOT NULL,
  new_bytes BIGINT NOT NULL,
  problem TEXT NOT NULL,
  proven_at TIMESTAMPTZ,
  proof_problem TEXT NOT NULL
);
CREATE INDEX backups_by_start ON backups (started_at);
