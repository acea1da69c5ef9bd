-- The floor of an unchanged re-import: read the file again and find, set-wise, that no offer differs.
\set ON_ERROR_STOP on
BEGIN;
\ir read.sql
SELECT count(*) AS differing FROM good g
LEFT JOIN offers o ON o.sku = g.sku AND o.supplier_id = (SELECT id FROM suppliers WHERE code = 'floor')
WHERE o.id IS NULL OR o.fingerprint <> g.fingerprint;
COMMIT;
