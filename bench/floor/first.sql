-- The floor of a first import: the catalogue's own tables filled set-wise, in one transaction.
\set ON_ERROR_STOP on
BEGIN;
\ir read.sql

INSERT INTO suppliers (id, code, name, created_at, updated_at) VALUES (gen_random_uuid(), 'floor', 'floor', now(), now());
INSERT INTO change_sets (id, supplier_id, mode, status, file_name, file_digest, offers_before, effective_at, opened_at, closed_at)
SELECT gen_random_uuid(), id, 'partial', 'complete', 'feed.csv', '', 0, now(), now(), now() FROM suppliers;
INSERT INTO brands (id, name, name_key) SELECT gen_random_uuid(), brand, lower(brand) FROM good GROUP BY brand;
INSERT INTO categories (id, name, path, path_key)
SELECT gen_random_uuid(), category, category, lower(category) FROM good GROUP BY category;

CREATE TEMPORARY TABLE new_offers AS
SELECT g.*, gen_random_uuid() AS offer_id, gen_random_uuid() AS product_id, b.id AS brand_id, c.id AS category_id,
  s.id AS supplier_id, cs.id AS change_set_id
FROM good g JOIN brands b ON b.name_key = lower(g.brand) JOIN categories c ON c.path_key = lower(g.category)
CROSS JOIN suppliers s CROSS JOIN change_sets cs;

INSERT INTO products (id, gtin, name, description, brand_id, category_id, image_urls, retail_price, currency, vat_rate,
  weight, source_offer_id, created_change_set_id, change_set_id, created_at, updated_at)
SELECT product_id, gtin, name, description, brand_id, category_id, image_urls, retail_price, 'EUR', vat_rate, weight,
  offer_id, change_set_id, change_set_id, now(), now() FROM new_offers;
INSERT INTO offers (id, supplier_id, sku, product_id, gtin, name, description, brand, category, image_urls, purchase_price,
  retail_price, currency, vat_rate, stock, weight, fingerprint, change_set_id, source_row, first_seen_at, changed_at, described_at)
SELECT offer_id, supplier_id, sku, product_id, gtin, name, description, brand, category, image_urls, purchase_price,
  retail_price, 'EUR', vat_rate, stock, weight, fingerprint, change_set_id, row_number, now(), now(), now() FROM new_offers;
INSERT INTO price_history (offer_id, valid_from, purchase_price, retail_price, currency, change_set_id)
SELECT offer_id, now(), purchase_price, retail_price, 'EUR', change_set_id FROM new_offers;
INSERT INTO stock_history (offer_id, valid_from, stock, change_set_id)
SELECT offer_id, now(), stock, change_set_id FROM new_offers;
INSERT INTO change_items (change_set_id, offer_id, kind, flags, source_row, byte_offset, after)
SELECT change_set_id, offer_id, 'created', 0, row_number, 0,
  json_build_object('gtin', gtin, 'name', name, 'description', description, 'brand', brand, 'category', category,
    'image_urls', image_urls, 'purchase_price', purchase_price, 'retail_price', retail_price, 'currency', 'EUR',
    'vat_rate', vat_rate, 'stock', stock, 'weight', weight)::text
FROM new_offers;
COMMIT;
