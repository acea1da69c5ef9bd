#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/storage/storage_types.h"

namespace platform::storage {

/// What S3 says when it says no.
struct S3Error {
  std::string code;  ///< "NoSuchBucket"; "" when the body holds none
  std::string message;
};
S3Error read_error(std::string_view body);

struct ListPage {
  std::vector<ObjectInfo> objects;  ///< keys as the bucket knows them
  std::string next;                 ///< continuation token; "" on the last page
};
/// Nothing when the body is no listing.
std::optional<ListPage> read_list(std::string_view body);

/// A file sent in parts that was never completed.
struct UnfinishedUpload {
  std::string key, id;
  base::Timestamp begun_at{};
};
std::optional<std::vector<UnfinishedUpload>> read_unfinished(std::string_view body);

/// The id of a file sent in parts; nothing when the body holds none.
std::optional<std::string> read_upload_id(std::string_view body);

/// When a copy was made; nothing when the body is no answer to a copy.
std::optional<base::Timestamp> read_copied_at(std::string_view body);

/// The document that puts parts together; their ETags in order.
std::string parts_document(const std::vector<std::string>& etags);

}  // namespace platform::storage
