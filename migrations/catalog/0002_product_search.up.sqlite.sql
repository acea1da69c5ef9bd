-- The numbers and keys that lists sort and filter by. Kept beside products, so that a merge writes no index for them; rebuilt
-- batch by batch from what each change set touched.
CREATE TABLE product_summaries (
  product_id UUID PRIMARY KEY,
  name_key TEXT NOT NULL,
  brand_id UUID,
  category_id UUID,
  has_gtin INTEGER NOT NULL,
  active_offers BIGINT NOT NULL,
  purchase_price BIGINT,
  stock BIGINT,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX product_summaries_by_name ON product_summaries (name_key, product_id);
CREATE INDEX product_summaries_by_update ON product_summaries (updated_at, product_id);
CREATE INDEX product_summaries_by_price ON product_summaries (coalesce(purchase_price, 4611686018427387904), product_id);
CREATE INDEX product_summaries_by_price_down ON product_summaries (coalesce(purchase_price, -1), product_id);
CREATE INDEX product_summaries_by_stock ON product_summaries (coalesce(stock, -1), product_id);
CREATE INDEX product_summaries_by_brand ON product_summaries (brand_id);
CREATE INDEX product_summaries_by_category ON product_summaries (category_id);
CREATE INDEX product_summaries_without_gtin ON product_summaries (product_id) WHERE has_gtin = 0;
-- The few products that became part of another must leave the lists.
CREATE INDEX products_merged ON products (merged_into) WHERE merged_into IS NOT NULL;

-- What products are found by: words of name and brand, and codes (GTIN, references), lower case without accents or marks. Each
-- code has a 0 before it, so that the beginning of a word is not looked for among a million codes.
-- A table of its own, since a changed price must not touch the text indexes.
CREATE TABLE product_search (
  number INTEGER PRIMARY KEY,
  product_id UUID NOT NULL UNIQUE,
  words TEXT NOT NULL,
  codes TEXT NOT NULL
);
CREATE VIRTUAL TABLE product_words USING fts5(words, codes, content='product_search', content_rowid='number',
  tokenize='ascii', detail=none);
CREATE VIRTUAL TABLE product_code_parts USING fts5(codes, content='product_search', content_rowid='number',
  tokenize='trigram', detail=none);

-- The words names are made of; a mistyped word is looked up here first. padded: with a blank at both ends, so that the first
-- and last letters count as parts too.
CREATE TABLE search_words (
  number INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE,
  padded TEXT NOT NULL
);
CREATE VIRTUAL TABLE search_word_parts USING fts5(padded, content='search_words', content_rowid='number',
  tokenize='trigram', detail=none);

-- How far the search knows each change set: the last row of the file whose change it has taken up. A set that is not here is
-- new to it.
CREATE TABLE product_search_progress (
  change_set_id UUID PRIMARY KEY,
  source_row BIGINT NOT NULL,
  complete INTEGER NOT NULL
);

-- Edits a person made: before and after are JSON objects of the fields that differ.
CREATE TABLE product_edits (
  id UUID PRIMARY KEY,
  product_id UUID NOT NULL,
  editor_id UUID,
  editor TEXT NOT NULL,
  edited_at TIMESTAMPTZ NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL
);
CREATE INDEX product_edits_by_product ON product_edits (product_id, edited_at);
