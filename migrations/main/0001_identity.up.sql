-- One row, locked by each process that starts: so that two of them make one first administrator.
CREATE TABLE identity_starts (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  started_at TIMESTAMPTZ NOT NULL
);

-- email_key is the address in lower case. version counts changes: conditional writes compare it.
CREATE TABLE users (
  id UUID PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'manager', 'user', 'api_client')),
  password_hash TEXT,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  disabled_at TIMESTAMPTZ,
  last_login_at TIMESTAMPTZ
);

-- What one user may do beyond the role (grant) or may not do in spite of it (deny).
CREATE TABLE user_permissions (
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  permission TEXT NOT NULL,
  effect TEXT NOT NULL CHECK (effect IN ('grant', 'deny')),
  PRIMARY KEY (user_id, permission)
);

-- One row a login. Its refresh tokens are one family: they end with it.
CREATE TABLE sessions (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  last_used_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  revoked_at TIMESTAMPTZ,
  revoked_reason TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Tokens are kept as their SHA-256 only. used_at: exchanged for a newer one.
CREATE TABLE refresh_tokens (
  token_hash TEXT PRIMARY KEY,
  session_id UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- scopes: permission names with a blank between them.
CREATE TABLE api_keys (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL UNIQUE,
  secret_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  replaces_id UUID,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ,
  last_used_at TIMESTAMPTZ,
  revoked_at TIMESTAMPTZ
);
CREATE INDEX api_keys_by_user ON api_keys (user_id);

-- sealed_token: the token encrypted, for administrators to hand over while no mail is set up.
CREATE TABLE password_resets (
  token_hash TEXT PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  sealed_token TEXT,
  address TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ
);
CREATE INDEX password_resets_by_user ON password_resets (user_id);

-- Failed logins in a row: by account and network, and by account for all unknown networks together (network '*').
-- account is the SHA-256 of the address typed, so that accounts that do not exist are slowed down alike.
CREATE TABLE login_attempts (
  account TEXT NOT NULL,
  network TEXT NOT NULL,
  failures BIGINT NOT NULL,
  last_at TIMESTAMPTZ NOT NULL,
  open_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account, network)
);
CREATE INDEX login_attempts_by_time ON login_attempts (last_at);

-- Networks from which somebody has logged in before: others' failures never slow them down.
CREATE TABLE known_networks (
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  network TEXT NOT NULL,
  last_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (user_id, network)
);

-- Who changed what, from where. Never updated. before and after are JSON objects.
CREATE TABLE audit_entries (
  id UUID PRIMARY KEY,
  at TIMESTAMPTZ NOT NULL,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  by_api_key INTEGER NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT,
  after TEXT,
  address TEXT NOT NULL,
  request_id TEXT NOT NULL
);
CREATE INDEX audit_entries_by_subject ON audit_entries (subject, id);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_id, id);
