#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace platform::storage {

/// ".csv.gz" of "prices.csv.gz", at most two short ones: the key keeps them, detection may look at them.
std::string extensions_of(const std::filesystem::path& file);
/// "imports/ab/ab12...ef.csv": where bytes of this digest are kept.
std::string content_key(std::string_view bucket, std::string_view digest, std::string_view extensions);
/// The digest a key kept by content carries; "" for another key.
std::string_view digest_in(std::string_view key);
/// The media type the extension stands for.
std::string_view content_type_of(std::string_view key);

/// "bucket/part/part": letters, digits and -_.=+ only, no part of dots alone, so that a key never leads out of its
/// bucket. Fails with storage_key_invalid.
base::Result<> check_key(std::string_view key);

/// The Problem of an object that should be there.
tl::unexpected<base::Problem> object_missing(std::string_view key);

}  // namespace platform::storage
