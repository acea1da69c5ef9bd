#include "platform/storage/s3_upload.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <vector>

#include "platform/storage/files.h"
#include "platform/storage/object_keys.h"
#include "platform/storage/s3_problems.h"
#include "platform/storage/s3_xml.h"

namespace platform::storage {
namespace {

constexpr std::uint64_t most_parts = 10'000;  // S3's own limit

/// The next part of the file, read into `part`.
base::Result<> read_part(int file, const std::filesystem::path& path, std::vector<char>& part, std::uint64_t offset) {
  const auto [got, error] = read_at(file, part, offset);
  if (error == 0 && got == part.size()) return {};
  return base::failure(
      storage_unavailable,
      "\"" + path.string() + "\" cannot be read back: " + (error != 0 ? reason(error) : "it is cut") + ".",
      "Check the disk of DATA_DIR, then try again.");
}

std::string_view text_of(const std::vector<char>& bytes) {
  return {bytes.data(), bytes.size()};
}

base::Result<std::string> begin_parts(S3Client& client, const S3Place& place, const NamedValues& headers) {
  ASSIGN_OR_RETURN(const S3Answer answer, client.ask({"POST", place, {{"uploads", ""}}, headers}));
  if (auto id = read_upload_id(answer.body)) return *std::move(id);
  return base::failure(s3_problem(answer, client.options(), place.bucket, place.key));
}

base::Result<std::vector<std::string>> send_parts(S3Client& client, const S3Place& place,
                                                  const std::filesystem::path& path, std::uint64_t size,
                                                  const std::string& upload_id) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const std::uint64_t part_size = std::max(client.options().part_size, size / most_parts + 1);
  std::vector<char> part;
  std::vector<std::string> etags;
  for (std::uint64_t sent = 0; sent < size; sent += part.size()) {
    part.resize(static_cast<std::size_t>(std::min(part_size, size - sent)));
    RETURN_IF_FAILED(read_part(file.get(), path, part, sent));
    const NamedValues query{{"partNumber", std::to_string(etags.size() + 1)}, {"uploadId", upload_id}};
    ASSIGN_OR_RETURN(const S3Answer answer, client.ask({"PUT", place, query, {}, text_of(part)}));
    etags.emplace_back(answer.header("etag"));
  }
  return etags;
}

/// True when an object of this size is there: the answer to the request that completed it was lost.
base::Result<bool> is_there(S3Client& client, const S3Place& place, std::uint64_t size) {
  ASSIGN_OR_RETURN(const S3Answer answer, client.ask({"HEAD", place, {}, {}, {}, {404}}));
  return answer.is_yes() && answer.header("content-length") == std::to_string(size);
}

base::Result<> complete_parts(S3Client& client, const S3Place& place, const std::string& upload_id,
                              const std::vector<std::string>& etags, std::uint64_t size) {
  const std::string document = parts_document(etags);
  ASSIGN_OR_RETURN(const S3Answer answer, client.ask({"POST", place, {{"uploadId", upload_id}}, {}, document, {404}}));
  // S3 may begin its answer with "200" long before it knows.
  if (answer.is_yes() && read_error(answer.body).code.empty()) return {};
  ASSIGN_OR_RETURN(const bool is_complete, is_there(client, place, size));
  if (is_complete) return {};
  return base::failure(s3_problem(answer, client.options(), place.bucket, place.key));
}

void abandon(S3Client& client, const S3Place& place, const std::string& upload_id) {
  const auto dropped = client.ask({"DELETE", place, {{"uploadId", upload_id}}, {}, {}, {404}});
  static_cast<void>(dropped);  // else remove_unfinished() finds it
}

}  // namespace

NamedValues object_headers(std::string_view key, std::string_view digest) {
  return {{"content-type", std::string(content_type_of(key))}, {"x-amz-meta-sha256", std::string(digest)}};
}

base::Result<> send_file(S3Client& client, const S3Place& place, const std::filesystem::path& file, std::uint64_t size,
                         const NamedValues& headers) {
  if (size <= client.options().part_size) {
    const Descriptor open(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    std::vector<char> whole(static_cast<std::size_t>(size));
    RETURN_IF_FAILED(read_part(open.get(), file, whole, 0));
    RETURN_IF_FAILED(client.ask({"PUT", place, {}, headers, text_of(whole)}));
    return {};
  }
  ASSIGN_OR_RETURN(const std::string upload_id, begin_parts(client, place, headers));
  const auto etags = send_parts(client, place, file, size, upload_id);
  auto done = etags ? complete_parts(client, place, upload_id, *etags, size) : base::failure(etags.error());
  if (!done) abandon(client, place, upload_id);
  return done;
}

base::Result<> remove_unfinished(S3Client& client, const std::string& bucket, base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const S3Answer answer, client.ask({"GET", {bucket}, {{"uploads", ""}}, {}, {}, {404}}));
  const auto uploads = read_unfinished(answer.body);
  if (!uploads) return {};  // a service that does not tell removes them by its own rules
  for (const UnfinishedUpload& upload : *uploads) {
    if (upload.begun_at < cutoff) abandon(client, {bucket, upload.key}, upload.id);
  }
  return {};
}

}  // namespace platform::storage
