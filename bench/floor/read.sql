-- The generator's French CSV, from psql's standard input into "good": typed rows that can be merged, one a reference.
-- Far less is checked than the program checks: this is a floor, not a rival.
SET LOCAL jit = off;
SET LOCAL work_mem = '256MB';
SET LOCAL temp_buffers = '256MB';

CREATE TEMPORARY TABLE landing (
  row_number BIGINT GENERATED ALWAYS AS IDENTITY,
  reference TEXT, ean TEXT, designation TEXT, marque TEXT, categorie TEXT, prix_ht TEXT, prix_ttc TEXT, tva TEXT,
  stock TEXT, poids_kg TEXT, image TEXT, description TEXT
);
\copy landing (reference, ean, designation, marque, categorie, prix_ht, prix_ttc, tva, stock, poids_kg, image, description) from pstdin with (format csv, delimiter ';', header)

CREATE TEMPORARY TABLE good AS
SELECT DISTINCT ON (reference)
  row_number,
  reference AS sku,
  lpad(ean, 14, '0') AS gtin,
  designation AS name,
  description,
  marque AS brand,
  categorie AS category,
  image AS image_urls,
  (replace(prix_ht, ',', '.')::numeric * 10000)::bigint AS purchase_price,
  (replace(prix_ttc, ',', '.')::numeric * 10000)::bigint AS retail_price,
  (replace(tva, ',', '.')::numeric * 10000)::bigint AS vat_rate,
  stock::bigint AS stock,
  (replace(poids_kg, ',', '.')::numeric * 1000000)::bigint AS weight,
  hashtextextended(concat_ws('|', ean, designation, description, marque, categorie, image, prix_ht, prix_ttc, tva, stock,
                             poids_kg), 0) AS fingerprint
FROM landing
WHERE reference IS NOT NULL AND ean ~ '^[0-9]{11,14}$' AND prix_ht ~ '^[0-9]+(,[0-9]+)?$' AND stock ~ '^[0-9]+$'
ORDER BY reference, row_number;
ANALYZE good;
