DROP TABLE product_edits;
DROP TABLE product_search_progress;
DROP TABLE search_words;
DROP TABLE product_search;
DROP TABLE product_summaries;
DROP INDEX products_merged;
