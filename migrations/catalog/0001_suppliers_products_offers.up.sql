CREATE TABLE suppliers (
  id UUID PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  priority INTEGER NOT NULL DEFAULT 100,
  currency TEXT NOT NULL DEFAULT 'EUR',
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE brands (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE
);

CREATE TABLE categories (
  id UUID PRIMARY KEY,
  parent_id UUID,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  path_key TEXT NOT NULL UNIQUE
);

-- source_offer_id names the offer that gives every shown field but those listed in field_sources ({"field": "offer id"}).
-- overrides lists the fields a person has set by hand (JSON array); feeds leave them alone until they are released.
CREATE TABLE products (
  id UUID PRIMARY KEY,
  gtin TEXT UNIQUE,
  name TEXT,
  description TEXT,
  brand_id UUID,
  category_id UUID,
  manufacturer_reference TEXT,
  image_urls TEXT,
  attributes TEXT,
  retail_price BIGINT,
  currency TEXT,
  vat_rate BIGINT,
  weight BIGINT,
  source_offer_id UUID,
  field_sources TEXT,
  overrides TEXT,
  merged_into UUID,
  created_change_set_id UUID NOT NULL,
  change_set_id UUID NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);

-- described_at: when a field that products show last changed; freshness between offers is judged by it, so that a nightly
-- price change does not make a supplier's texts the freshest.
CREATE TABLE offers (
  id UUID PRIMARY KEY,
  supplier_id UUID NOT NULL,
  sku TEXT NOT NULL,
  product_id UUID NOT NULL,
  gtin TEXT,
  name TEXT,
  description TEXT,
  brand TEXT,
  category TEXT,
  manufacturer_reference TEXT,
  image_urls TEXT,
  attributes TEXT,
  purchase_price BIGINT,
  retail_price BIGINT,
  currency TEXT,
  vat_rate BIGINT,
  stock BIGINT,
  weight BIGINT,
  minimum_order_quantity BIGINT,
  fingerprint BIGINT NOT NULL,
  change_set_id UUID NOT NULL,
  source_row BIGINT NOT NULL,
  first_seen_at TIMESTAMPTZ NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  described_at TIMESTAMPTZ NOT NULL,
  withdrawn_at TIMESTAMPTZ,
  UNIQUE (supplier_id, sku)
);
CREATE INDEX offers_by_product ON offers (product_id);

-- Intervals [valid_from, valid_to): an open one has no valid_to; a day on which nothing changed costs nothing.
CREATE TABLE price_history (
  offer_id UUID NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  valid_to TIMESTAMPTZ,
  purchase_price BIGINT,
  retail_price BIGINT,
  currency TEXT,
  change_set_id UUID NOT NULL,
  PRIMARY KEY (offer_id, valid_from)
);

CREATE TABLE stock_history (
  offer_id UUID NOT NULL,
  valid_from TIMESTAMPTZ NOT NULL,
  valid_to TIMESTAMPTZ,
  stock BIGINT,
  change_set_id UUID NOT NULL,
  PRIMARY KEY (offer_id, valid_from)
);

-- One change set an import. offers_before is the number of the supplier's active offers when it was opened: the ledger is
-- proved against it.
CREATE TABLE change_sets (
  id UUID PRIMARY KEY,
  supplier_id UUID NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('partial', 'full')),
  status TEXT NOT NULL CHECK (status IN ('open', 'complete')),
  file_name TEXT NOT NULL,
  file_digest TEXT NOT NULL,
  offers_before BIGINT NOT NULL,
  effective_at TIMESTAMPTZ NOT NULL,
  opened_at TIMESTAMPTZ NOT NULL,
  closed_at TIMESTAMPTZ
);
CREATE INDEX change_sets_by_supplier ON change_sets (supplier_id, effective_at);

-- The marker that commits together with the rows it covers. first_row 0: a batch of withdrawals.
CREATE TABLE change_set_batches (
  change_set_id UUID NOT NULL,
  batch_number BIGINT NOT NULL,
  first_row BIGINT NOT NULL,
  last_row BIGINT NOT NULL,
  rows_created BIGINT NOT NULL,
  rows_updated BIGINT NOT NULL,
  rows_unchanged BIGINT NOT NULL,
  rows_quarantined BIGINT NOT NULL,
  rows_skipped BIGINT NOT NULL,
  offers_revived BIGINT NOT NULL,
  offers_withdrawn BIGINT NOT NULL,
  products_created BIGINT NOT NULL,
  products_updated BIGINT NOT NULL,
  problems TEXT NOT NULL,
  committed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (change_set_id, batch_number)
);

-- What a change set did to each offer. before and after are JSON objects holding only the fields that differ (all that
-- are set, for a created offer). flags: 1 price up, 2 price down, 4 stock to zero, 8 stock up, 16 stock down, 32 revived,
-- 64 moved to another product.
CREATE TABLE change_items (
  change_set_id UUID NOT NULL,
  offer_id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('created', 'updated', 'withdrawn')),
  flags INTEGER NOT NULL,
  source_row BIGINT NOT NULL,
  byte_offset BIGINT NOT NULL,
  before TEXT,
  after TEXT,
  PRIMARY KEY (offer_id, change_set_id)
);
CREATE INDEX change_items_by_set ON change_items (change_set_id, source_row);
