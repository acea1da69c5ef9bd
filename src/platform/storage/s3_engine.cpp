#include "platform/storage/s3_engine.h"

#include <charconv>

#include "base/http_date.h"
#include "base/text.h"
#include "platform/crypto/digest.h"
#include "platform/storage/copy_in.h"
#include "platform/storage/object_keys.h"
#include "platform/storage/s3_problems.h"
#include "platform/storage/s3_upload.h"
#include "platform/storage/s3_xml.h"

namespace platform::storage {
namespace {

ObjectInfo info_of(const std::string& key, const S3Answer& answer) {
  // Now when it cannot be read, so that nothing is taken for old.
  const base::Timestamp changed_at = base::http_date(answer.header("last-modified")).value_or(base::Timestamp::now());
  ObjectInfo info{key, 0, changed_at, std::string(answer.header("content-type")), std::string(digest_in(key))};
  const std::string_view length = answer.header("content-length");
  std::from_chars(length.data(), length.data() + length.size(), info.size);
  return info;
}

tl::unexpected<base::Problem> damaged(const std::string& key) {
  return base::failure(storage_object_damaged, "The archived file \"" + key + "\" is not what was once stored.",
                       "Restore it from a backup of the storage, or import the original file again.");
}

}  // namespace

S3Engine::S3Engine(S3Options options)
    : client_(std::move(options)),
      copies_(client_.options().cache_folder, client_.options().cache_bytes, client_.options().copies_kept_for) {}

base::Result<S3Place> S3Engine::place_of(std::string_view key) const {
  const std::size_t slash = key.find('/');
  const auto bucket = client_.options().buckets.find(key.substr(0, slash));
  if (bucket != client_.options().buckets.end()) return S3Place{bucket->second, std::string(key.substr(slash + 1))};
  return base::failure(storage_key_invalid, "\"" + std::string(key) + "\" names no bucket of this program.",
                       "Report this: a key is made by the program and never by people.");
}

/// True when the object is there already; it then counts as put now, so that nobody removes it as unused.
base::Result<bool> S3Engine::is_taken_up(const std::string& key, std::uint64_t size) {
  ASSIGN_OR_RETURN(const auto info, find(key));
  if (!info || info->size != size) return false;
  ASSIGN_OR_RETURN(const S3Place place, place_of(key));
  NamedValues headers = object_headers(key, digest_in(key));
  headers.emplace_back("x-amz-copy-source", "/" + place.bucket + "/" + base::percent_encoded(place.key, "/"));
  headers.emplace_back("x-amz-metadata-directive", "REPLACE");
  ASSIGN_OR_RETURN(const S3Answer answer, client_.ask({"PUT", place, {}, headers, {}, {400, 404, 405, 501}}));
  // Gone meanwhile, too large to be copied onto itself, or a service that takes no note of it: then it is sent again.
  const auto copied_at = answer.is_yes() ? read_copied_at(answer.body) : std::nullopt;
  return copied_at && *copied_at > info->changed_at + std::chrono::seconds(1);
}

base::Result<StoredObject> S3Engine::put(std::string_view bucket, const std::filesystem::path& source,
                                         const CopyProgress& progress) {
  ASSIGN_OR_RETURN(CopiedIn copied, copy_in(copies_.folder(), bucket, source, progress));
  const StoredObject& object = copied.object;
  ASSIGN_OR_RETURN(const S3Place place, place_of(object.key));
  ASSIGN_OR_RETURN(const bool is_there, is_taken_up(object.key, object.size));
  if (!is_there) {
    RETURN_IF_FAILED(
        send_file(client_, place, copied.file.path(), object.size, object_headers(object.key, object.digest)));
  }
  RETURN_IF_FAILED(copies_.keep(std::move(copied.file), object.key));
  return object;
}

base::Result<> S3Engine::put_content(const std::string& key, std::string_view bytes) {
  ASSIGN_OR_RETURN(const bool is_there, is_taken_up(key, bytes.size()));
  if (is_there) return {};
  return write(key, bytes);
}

base::Result<> S3Engine::put_file(const StoredObject& object, const std::filesystem::path& file) {
  ASSIGN_OR_RETURN(const S3Place place, place_of(object.key));
  return send_file(client_, place, file, object.size, object_headers(object.key, object.digest));
}

base::Result<> S3Engine::write(const std::string& key, std::string_view bytes) {
  ASSIGN_OR_RETURN(const S3Place place, place_of(key));
  RETURN_IF_FAILED(client_.ask({"PUT", place, {}, object_headers(key, crypto::sha256_hex(bytes)), bytes}));
  return {};
}

base::Result<> S3Engine::write_new(const std::string& key, std::string_view bytes) {
  ASSIGN_OR_RETURN(const S3Place place, place_of(key));
  const std::string digest = crypto::sha256_hex(bytes);
  NamedValues headers = object_headers(key, digest);
  headers.emplace_back("if-none-match", "*");
  ASSIGN_OR_RETURN(const S3Answer answer, client_.ask({"PUT", place, {}, headers, bytes, {409, 412}}));
  if (answer.is_yes()) return {};
  // It may be this very request, made again because the answer to its first try was lost.
  ASSIGN_OR_RETURN(const S3Answer there, client_.ask({"HEAD", place, {}, {}, {}, {404}}));
  if (there.is_yes() && there.header("x-amz-meta-sha256") == digest) return {};
  return base::failure(storage_object_exists, "\"" + key + "\" exists already.",
                       "Choose another name, or remove it first.");
}

base::Result<std::optional<ObjectInfo>> S3Engine::find(const std::string& key) {
  ASSIGN_OR_RETURN(const S3Place place, place_of(key));
  ASSIGN_OR_RETURN(const S3Answer answer, client_.ask({"HEAD", place, {}, {}, {}, {404}}));
  return answer.is_yes() ? std::optional(info_of(key, answer)) : std::nullopt;
}

base::Result<> S3Engine::read(const std::string& key, const ByteRange& range, const ByteSink& sink) {
  ASSIGN_OR_RETURN(const S3Place place, place_of(key));
  return client_.read(place, range, sink);
}

base::Result<> S3Engine::list(const std::string& prefix, const ObjectVisitor& visit) {
  ASSIGN_OR_RETURN(const S3Place place, place_of(prefix));
  const std::string begin = prefix.substr(0, prefix.find('/') + 1);
  for (std::string token;;) {
    NamedValues query{
        {"list-type", "2"}, {"max-keys", std::to_string(client_.options().page_size)}, {"prefix", place.key}};
    if (!token.empty()) query.emplace_back("continuation-token", token);
    ASSIGN_OR_RETURN(const S3Answer answer, client_.ask({"GET", {place.bucket}, query}));
    auto page = read_list(answer.body);
    if (!page) return base::failure(s3_problem(answer, client_.options(), place.bucket, place.key));
    for (ObjectInfo& object : page->objects) {
      object.key = begin + object.key;
      if (object.key.ends_with('/')) continue;  // a folder some tool has made
      object.content_type = content_type_of(object.key);
      object.digest = digest_in(object.key);
      RETURN_IF_FAILED(visit(object));
    }
    if (page->next.empty() || page->next == token) return {};
    token = std::move(page->next);
  }
}

base::Result<> S3Engine::remove(const std::string& key) {
  ASSIGN_OR_RETURN(const S3Place place, place_of(key));
  RETURN_IF_FAILED(client_.ask({"DELETE", place, {}, {}, {}, {404}}));
  copies_.forget(key);
  return {};
}

base::Result<LocalCopy> S3Engine::local_copy(const std::string& key) {
  const std::string_view expected = digest_in(key);
  // What is kept under a name of its own may have been replaced since.
  if (auto copy = expected.empty() ? std::nullopt : copies_.find(key)) return *std::move(copy);
  ASSIGN_OR_RETURN(IncomingFile file, IncomingFile::create(copies_.folder()));
  crypto::Sha256 digest;
  RETURN_IF_FAILED(read(key, {}, [&](std::span<const char> piece) {
    digest.add({piece.data(), piece.size()});
    return file.write(piece);
  }));
  if (!expected.empty() && digest.hex() != expected) return damaged(key);
  return copies_.keep(std::move(file), key);
}

base::Result<std::optional<std::string>> S3Engine::link(const std::string& key, const LinkOptions& options) {
  ASSIGN_OR_RETURN(const S3Place place, place_of(key));
  NamedValues query;
  if (!options.file_name.empty()) {
    query.emplace_back("response-content-disposition",
                       "attachment; filename*=UTF-8''" + base::percent_encoded(options.file_name));
  }
  return std::optional(client_.link(place, std::move(query), options.valid_for));
}

base::Result<> S3Engine::check() {
  for (const auto& [name, bucket] : client_.options().buckets) {
    ASSIGN_OR_RETURN(const S3Answer answer, client_.ask({"HEAD", {bucket}, {}, {}, {}, {404}}));
    if (!answer.is_yes()) RETURN_IF_FAILED(client_.make_bucket(bucket));
  }
  return {};
}

base::Result<> S3Engine::remove_leftovers(base::Timestamp cutoff) {
  RETURN_IF_FAILED(remove_left_incoming(copies_.folder(), cutoff));
  copies_.make_room();
  for (const auto& [name, bucket] : client_.options().buckets)
    RETURN_IF_FAILED(remove_unfinished(client_, bucket, cutoff));
  return {};
}

}  // namespace platform::storage
