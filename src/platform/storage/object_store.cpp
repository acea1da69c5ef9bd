#include "platform/storage/object_store.h"

#include <fmt/format.h>

#include "base/text.h"
#include "platform/crypto/digest.h"
#include "platform/storage/directory_engine.h"
#include "platform/storage/object_keys.h"
#include "platform/storage/s3_engine.h"

namespace platform::storage {
namespace {

/// A key by which something is to be found: one that cannot be is missing.
base::Result<std::string> key_to_find(std::string_view key) {
  if (!check_key(key)) return object_missing(key);
  return std::string(key);
}

}  // namespace

base::Result<ObjectStore> ObjectStore::open(const std::filesystem::path& folder) {
  auto engine = std::make_unique<DirectoryEngine>(folder);
  RETURN_IF_FAILED(engine->check());
  return ObjectStore(std::move(engine));
}

ObjectStore ObjectStore::on_s3(S3Options options) {
  return ObjectStore(std::make_unique<S3Engine>(std::move(options)));
}

base::Result<ObjectStore> ObjectStore::from(const config::Settings& settings) {
  ASSIGN_OR_RETURN(auto options, S3Options::from(settings));
  if (options) return on_s3(*std::move(options));
  return open(settings.data_dir / "storage");
}

base::Result<StoredObject> ObjectStore::put(std::string_view bucket, const std::filesystem::path& source,
                                            const CopyProgress& progress) {
  return engine_->put(bucket, source, progress);
}

base::Result<StoredObject> ObjectStore::put_bytes(std::string_view bucket, std::string_view bytes,
                                                  std::string_view extension) {
  StoredObject object;
  object.digest = crypto::sha256_hex(bytes);
  object.key = content_key(bucket, object.digest, extension);
  object.size = bytes.size();
  RETURN_IF_FAILED(check_key(object.key));
  RETURN_IF_FAILED(engine_->put_content(object.key, bytes));
  return object;
}

base::Result<> ObjectStore::put_file(const StoredObject& object, const std::filesystem::path& file) {
  RETURN_IF_FAILED(check_key(object.key));
  return engine_->put_file(object, file);
}

base::Result<> ObjectStore::write(std::string_view key, std::string_view bytes) {
  RETURN_IF_FAILED(check_key(key));
  return engine_->write(std::string(key), bytes);
}

base::Result<> ObjectStore::write_new(std::string_view key, std::string_view bytes) {
  RETURN_IF_FAILED(check_key(key));
  return engine_->write_new(std::string(key), bytes);
}

base::Result<std::optional<ObjectInfo>> ObjectStore::find(std::string_view key) const {
  if (!check_key(key)) return std::optional<ObjectInfo>{};
  return engine_->find(std::string(key));
}

base::Result<std::string> ObjectStore::read(std::string_view key, std::size_t most_bytes) const {
  std::string bytes;
  const auto take = [&](std::span<const char> piece) -> base::Result<> {
    if (bytes.size() + piece.size() > most_bytes) {
      return base::failure(
          storage_object_too_large,
          fmt::format("The stored file \"{}\" is larger than {} bytes.", key, base::group_thousands(most_bytes)),
          "Use a smaller file here.");
    }
    bytes.append(piece.data(), piece.size());
    return {};
  };
  RETURN_IF_FAILED(read(key, {}, take));
  return bytes;
}

base::Result<> ObjectStore::read(std::string_view key, const ByteRange& range, const ByteSink& sink) const {
  ASSIGN_OR_RETURN(const std::string name, key_to_find(key));
  return engine_->read(name, range, sink);
}

base::Result<> ObjectStore::list(std::string_view prefix, const ObjectVisitor& visit) const {
  // What a whole key would look like: the last part of a prefix may be empty.
  RETURN_IF_FAILED(check_key(std::string(prefix) + "x"));
  return engine_->list(std::string(prefix), visit);
}

base::Result<> ObjectStore::remove(std::string_view key) {
  if (!check_key(key)) return {};
  return engine_->remove(std::string(key));
}

base::Result<bool> ObjectStore::remove_unused(std::string_view key, base::Timestamp cutoff) {
  ASSIGN_OR_RETURN(const auto info, find(key));
  if (!info) return true;
  constexpr std::chrono::seconds coarseness{1};  // S3 tells whole seconds
  if (info->changed_at + coarseness > cutoff) return false;
  RETURN_IF_FAILED(engine_->remove(info->key));
  return true;
}

base::Result<LocalCopy> ObjectStore::local_copy(std::string_view key) const {
  ASSIGN_OR_RETURN(const std::string name, key_to_find(key));
  return engine_->local_copy(name);
}

base::Result<std::filesystem::path> ObjectStore::local_path(std::string_view key) const {
  ASSIGN_OR_RETURN(const LocalCopy copy, local_copy(key));
  return copy.path();
}

base::Result<std::optional<std::string>> ObjectStore::link(std::string_view key, const LinkOptions& options) const {
  ASSIGN_OR_RETURN(const std::string name, key_to_find(key));
  return engine_->link(name, options);
}

base::Result<> ObjectStore::check() const {
  return engine_->check();
}

base::Result<> ObjectStore::remove_leftovers(base::Timestamp cutoff) {
  return engine_->remove_leftovers(cutoff);
}

}  // namespace platform::storage
