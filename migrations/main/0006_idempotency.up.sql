-- Answers to requests that came with an Idempotency-Key. key is a digest of caller, address and key. Until there is an
-- answer the request is under way: for the process `holder`, which keeps lease_until ahead of the clock while it lives.
CREATE TABLE idempotency_keys (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  holder UUID NOT NULL,
  lease_until TIMESTAMPTZ NOT NULL,
  answer TEXT,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
