#pragma once

#include <filesystem>
#include <string>

#include "platform/storage/s3_client.h"

namespace platform::storage {

/// What is noted with an object: the type by its key's extension, and its digest.
NamedValues object_headers(std::string_view key, std::string_view digest);

/// Sends a file, in parts when it is larger than one; holds one part in memory. Nothing is left on the service when it
/// fails, but for what remove_unfinished() finds.
base::Result<> send_file(S3Client& client, const S3Place& place, const std::filesystem::path& file, std::uint64_t size,
                         const NamedValues& headers);

/// Drops what was begun in parts before `cutoff` and never completed.
base::Result<> remove_unfinished(S3Client& client, const std::string& bucket, base::Timestamp cutoff);

}  // namespace platform::storage
