-- What people are told. event_key: the same event is told once, however often it is announced. parameters is a JSON
-- object of texts. mail_state waiting: goes out with the next digest; mail_job is the job that took it into its mail.
CREATE TABLE notifications (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  event_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  parameters TEXT NOT NULL,
  subject TEXT NOT NULL,
  is_shown INTEGER NOT NULL,
  mail_state TEXT NOT NULL CHECK (mail_state IN ('none', 'waiting', 'sent')),
  mail_job UUID,
  read_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL,
  UNIQUE (user_id, event_key)
);
CREATE INDEX notifications_by_user ON notifications (user_id, id);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE read_at IS NULL AND is_shown = 1;
CREATE INDEX notifications_to_mail ON notifications (user_id) WHERE mail_state = 'waiting';
CREATE INDEX notifications_by_time ON notifications (created_at);

-- What a user changed from the usual; a kind without a row is told as its kind says.
CREATE TABLE notification_preferences (
  user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  in_app INTEGER NOT NULL,
  email INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind)
);
CREATE TABLE notification_settings (
  user_id UUID PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  digest_minutes INTEGER NOT NULL,
  language TEXT NOT NULL
);

-- events: names with a blank between them, or *. The secrets are encrypted; the previous one signs beside its successor
-- until previous_until. failing_since: the first of the failures since the last success.
CREATE TABLE webhooks (
  id UUID PRIMARY KEY,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  events TEXT NOT NULL,
  sealed_secret TEXT NOT NULL,
  sealed_previous_secret TEXT,
  previous_until TIMESTAMPTZ,
  is_enabled INTEGER NOT NULL,
  disabled_reason TEXT,
  failing_since TIMESTAMPTZ,
  created_by UUID REFERENCES users (id) ON DELETE SET NULL,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);

-- One row an event and receiver, the log of its delivery. attempts_allowed: how many attempts there may be in all.
CREATE TABLE webhook_deliveries (
  id UUID PRIMARY KEY,
  webhook_id UUID NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
  event_key TEXT NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'delivered', 'failed')),
  attempts INTEGER NOT NULL,
  attempts_allowed INTEGER NOT NULL,
  response_status INTEGER,
  response_body TEXT,
  problem_code TEXT,
  problem_message TEXT,
  duration_ms BIGINT,
  created_at TIMESTAMPTZ NOT NULL,
  attempted_at TIMESTAMPTZ,
  next_attempt_at TIMESTAMPTZ,
  UNIQUE (webhook_id, event_key)
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (next_attempt_at) WHERE status = 'waiting';
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (created_at);
