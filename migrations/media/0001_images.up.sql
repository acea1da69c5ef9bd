-- Pictures by content: the same bytes are one row, whatever addresses they came from. seen_at: when an image was last
-- given this file, or lost it. is_leaving: it is being removed and must not be given to an image any more.
CREATE TABLE media_files (
  digest TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('jpeg', 'png', 'webp')),
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes BIGINT NOT NULL,
  is_leaving INTEGER NOT NULL,
  seen_at TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX media_files_by_sight ON media_files (seen_at);
CREATE INDEX media_files_by_key ON media_files (key);

-- Two files may have the same thumbnail; its key is then in both rows.
CREATE TABLE media_thumbnails (
  digest TEXT NOT NULL REFERENCES media_files (digest) ON DELETE CASCADE,
  size INTEGER NOT NULL,
  key TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (digest, size)
);
CREATE INDEX media_thumbnails_by_key ON media_thumbnails (key);

-- One row an address, however many products show it. waiting and fetching ones are due at next_try_at; that of a
-- fetching one is when its worker's right to it ends, so that a picture whose worker was killed is due again by itself.
-- fence counts how often a worker took it up: only the latest may write. seen_at: when a product last named it.
CREATE TABLE media_images (
  id UUID PRIMARY KEY,
  url TEXT NOT NULL,
  url_hash TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'fetching', 'stored', 'failed', 'gone')),
  http_status INTEGER,
  problem_code TEXT,
  problem_message TEXT,
  problem_cure TEXT,
  tries INTEGER NOT NULL,
  next_try_at TIMESTAMPTZ NOT NULL,
  fence BIGINT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  file_digest TEXT REFERENCES media_files (digest),
  checked_at TIMESTAMPTZ,
  stored_at TIMESTAMPTZ,
  seen_at TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX media_images_due ON media_images (host, next_try_at) WHERE state IN ('waiting', 'fetching');
CREATE INDEX media_images_under_way ON media_images (host, next_try_at) WHERE state = 'fetching';
CREATE INDEX media_images_by_state ON media_images (state, host);
CREATE INDEX media_images_by_host ON media_images (host, id);
CREATE INDEX media_images_by_file ON media_images (file_digest);
CREATE INDEX media_images_by_sight ON media_images (seen_at);

-- Which pictures a product shows, in its order.
CREATE TABLE media_product_images (
  product_id UUID NOT NULL,
  position INTEGER NOT NULL,
  image_id UUID NOT NULL REFERENCES media_images (id),
  PRIMARY KEY (product_id, position)
);
CREATE INDEX media_product_images_by_image ON media_product_images (image_id);

-- What each try of an image came to.
CREATE TABLE media_attempts (
  id UUID PRIMARY KEY,
  image_id UUID NOT NULL REFERENCES media_images (id) ON DELETE CASCADE,
  at TIMESTAMPTZ NOT NULL,
  outcome TEXT NOT NULL,
  http_status INTEGER,
  bytes BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL,
  problem_code TEXT,
  problem_message TEXT
);
CREATE INDEX media_attempts_by_image ON media_attempts (image_id, id);
CREATE INDEX media_attempts_by_time ON media_attempts (at);

-- When each server may be asked for the next picture.
CREATE TABLE media_hosts (
  host TEXT PRIMARY KEY,
  next_at TIMESTAMPTZ NOT NULL
);
