-- Work for the queue that a change in this database gives rise to, written with the change. A relay enqueues it, under the
-- same id, and removes it here. trace_id: of the trace the work belongs to.
CREATE TABLE outbox (
  id UUID PRIMARY KEY,
  queue TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  trace_id TEXT NOT NULL
);
