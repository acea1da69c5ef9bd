#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/media/file_links.h"
#include "domain/media/media.h"
#include "platform/http/codec.h"

namespace media {

struct PictureView {
  std::string url;  ///< signed; works for a week at least
  std::uint64_t width = 0, height = 0, bytes = 0;
};
BOOST_DESCRIBE_STRUCT(PictureView, (), (url, width, height, bytes))

struct ImageFileView {
  std::string sha256, type;
  PictureView original;
  std::map<std::string, PictureView> thumbnails;  ///< by the longest side: "150", "300", "800"
};
BOOST_DESCRIBE_STRUCT(ImageFileView, (), (sha256, type, original, thumbnails))

struct ImageProblemView {
  std::string code, message, cure;
};
BOOST_DESCRIBE_STRUCT(ImageProblemView, (), (code, message, cure))

struct ImageView {
  base::Uuid id;
  std::string url, host, state;
  std::optional<std::int64_t> http_status;
  std::optional<ImageProblemView> problem;
  std::int64_t tries = 0;
  std::optional<base::Timestamp> next_try_at;  ///< of waiting ones
  std::optional<base::Timestamp> checked_at, stored_at;
  base::Timestamp created_at;
  std::optional<ImageFileView> file;
};
BOOST_DESCRIBE_STRUCT(ImageView, (),
                      (id, url, host, state, http_status, problem, tries, next_try_at, checked_at, stored_at,
                       created_at, file))

struct ProductImagesView {
  base::Uuid product_id;
  std::vector<ImageView> items;  ///< in the product's order
};
BOOST_DESCRIBE_STRUCT(ProductImagesView, (), (product_id, items))

struct ImageListView {
  std::vector<ImageView> items;
  std::optional<base::Uuid> next_cursor;
};
BOOST_DESCRIBE_STRUCT(ImageListView, (), (items, next_cursor))

struct ImageAttemptView {
  base::Timestamp at;
  std::string outcome;
  std::optional<std::int64_t> http_status;
  std::uint64_t bytes = 0;
  std::int64_t duration_ms = 0;
  std::optional<std::string> problem_code, problem_message;
};
BOOST_DESCRIBE_STRUCT(ImageAttemptView, (),
                      (at, outcome, http_status, bytes, duration_ms, problem_code, problem_message))

struct ImageDetailView {
  ImageView image;
  std::vector<base::Uuid> products;        ///< at most 100 of those that show it
  std::vector<ImageAttemptView> attempts;  ///< the latest first, at most 50
};
BOOST_DESCRIBE_STRUCT(ImageDetailView, (), (image, products, attempts))

struct ImageCountsView {
  std::uint64_t waiting = 0, fetching = 0, stored = 0, failed = 0, gone = 0;
};
BOOST_DESCRIBE_STRUCT(ImageCountsView, (), (waiting, fetching, stored, failed, gone))

struct ImageHostView {
  std::string host;
  ImageCountsView images;
};
BOOST_DESCRIBE_STRUCT(ImageHostView, (), (host, images))

struct MediaSummaryView {
  ImageCountsView images;
  std::vector<ImageHostView> hosts;  ///< those with the most failed ones first, at most 100
  std::uint64_t files = 0, bytes = 0;
};
BOOST_DESCRIBE_STRUCT(MediaSummaryView, (), (images, hosts, files, bytes))

ImageView view_of(const Image& image, const FileLinks& links);
ImageDetailView view_of(const ImageDetail& detail, const FileLinks& links);
MediaSummaryView view_of(const MediaSummary& summary);

}  // namespace media
