DROP TABLE media_attempts;
DROP TABLE media_product_images;
DROP TABLE media_images;
DROP TABLE media_hosts;
DROP TABLE media_thumbnails;
DROP TABLE media_files;
