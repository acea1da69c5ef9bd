#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>
#include <vector>

#include "domain/imports/upload_bytes.h"
#include "domain/imports/upload_file.h"
#include "platform/db/named_lock.h"
#include "platform/storage/object_store.h"

namespace imports {
namespace {

using platform::storage::ObjectInfo;
using platform::storage::ObjectStore;

constexpr std::size_t piece_size = 8U << 20U;

std::string prefix_of(base::Uuid id) {
  return "imports/uploads/" + id.to_string() + "/";
}

/// Named by where it begins, so that pieces are listed in order.
std::string piece_key(base::Uuid id, std::uint64_t offset) {
  return prefix_of(id) + fmt::format("{:016}", offset);
}

struct Pieces {
  std::vector<std::string> keys;  ///< one behind the other from the first byte
  std::uint64_t size = 0;
  std::vector<std::string> stray;  ///< beyond a gap: nobody was told that they arrived
};

base::Result<Pieces> pieces_of(ObjectStore& objects, base::Uuid id) {
  Pieces pieces;
  const std::string prefix = prefix_of(id);
  RETURN_IF_FAILED(objects.list(prefix, [&](const ObjectInfo& info) -> base::Result<> {
    const bool follows = info.key == piece_key(id, pieces.size) && info.size > 0;
    (follows ? pieces.keys : pieces.stray).push_back(info.key);
    if (follows) pieces.size += info.size;
    return {};
  }));
  return pieces;
}

base::Result<> remove_all(ObjectStore& objects, const std::vector<std::string>& keys) {
  // The last first: what a killed process leaves is still the beginning of the upload.
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) RETURN_IF_FAILED(objects.remove(*key));
  return {};
}

/// Keeps other senders of the same upload away, in whatever process, until it goes or its process dies.
struct SenderLock {
  std::unique_ptr<platform::db::Connection> connection;  // outlives the lock
  std::optional<platform::db::NamedLock> named;
  std::optional<UploadFile> file;
};

/// With SQLite all processes share a machine, and a lock by name would leave a file beside the database for each
/// upload; one in `folder` goes with the upload.
base::Result<SenderLock> lock_out_others(platform::db::Database& database, const std::filesystem::path& folder,
                                         base::Uuid id) {
  SenderLock lock;
  if (database.engine() == platform::db::Engine::sqlite) {
    ASSIGN_OR_RETURN(auto file, UploadFile::open(folder / (id.to_string() + ".lock")));
    lock.file.emplace(std::move(file));
    return lock;
  }
  // A connection of its own: slow senders must not keep those of the pool.
  ASSIGN_OR_RETURN(lock.connection, database.connect());
  ASSIGN_OR_RETURN(lock.named,
                   platform::db::NamedLock::try_take(database, *lock.connection, "upload-" + id.to_string()));
  if (!lock.named) return upload_in_use();
  return lock;
}

/// Gathers bytes into pieces of a few megabytes; each is safe on its own, and a small rest is put by sync().
class PieceWriter : public UploadWriter {
 public:
  PieceWriter(ObjectStore& objects, base::Uuid id, SenderLock lock, Pieces pieces)
      : objects_(objects), id_(id), lock_(std::move(lock)), keys_(std::move(pieces.keys)), stored_(pieces.size) {}

  std::uint64_t size() const override { return stored_ + piece_.size(); }

  base::Result<> append(std::span<const char> bytes) override {
    while (!bytes.empty()) {
      const std::size_t some = std::min(bytes.size(), piece_size - piece_.size());
      piece_.append(bytes.data(), some);
      bytes = bytes.subspan(some);
      if (piece_.size() == piece_size) RETURN_IF_FAILED(sync());
    }
    return {};
  }

  base::Result<> clear() override {
    RETURN_IF_FAILED(remove_all(objects_, keys_));
    keys_.clear();
    piece_.clear();
    stored_ = 0;
    return {};
  }

  base::Result<> sync() override {
    if (piece_.empty()) return {};
    std::string key = piece_key(id_, stored_);
    const auto written = objects_.write_new(key, piece_);
    // Whoever lost the lock with its connection and still sends is turned away here.
    if (!written && written.error().kind == &platform::storage::storage_object_exists) return upload_in_use();
    if (!written) return written;
    keys_.push_back(std::move(key));
    stored_ += piece_.size();
    piece_.clear();
    return {};
  }

 private:
  ObjectStore& objects_;
  base::Uuid id_;
  SenderLock lock_;
  std::vector<std::string> keys_;
  std::uint64_t stored_;
  std::string piece_;
};

class ObjectUploads : public UploadBytes {
 public:
  ObjectUploads(ObjectStore& objects, platform::db::Database& database, std::filesystem::path folder)
      : objects_(objects), database_(database), folder_(std::move(folder)) {}

  base::Result<> begin(base::Uuid) override { return {}; }

  base::Result<std::optional<std::uint64_t>> size(base::Uuid id) override {
    ASSIGN_OR_RETURN(const Pieces pieces, pieces_of(objects_, id));
    return std::optional(pieces.size);
  }

  base::Result<std::unique_ptr<UploadWriter>> open(base::Uuid id) override {
    ASSIGN_OR_RETURN(SenderLock lock, lock_out_others(database_, folder_, id));
    ASSIGN_OR_RETURN(Pieces pieces, pieces_of(objects_, id));
    RETURN_IF_FAILED(remove_all(objects_, pieces.stray));
    return std::make_unique<PieceWriter>(objects_, id, std::move(lock), std::move(pieces));
  }

  base::Result<std::filesystem::path> file(base::Uuid id) override {
    ASSIGN_OR_RETURN(const Pieces pieces, pieces_of(objects_, id));
    std::filesystem::path path = folder_ / id.to_string();
    std::error_code missing;
    if (std::filesystem::file_size(path, missing) == pieces.size && !missing) return path;
    const std::filesystem::path joining = folder_ / (base::Uuid::generate().to_string() + ".part");
    auto joined = join(pieces, joining);
    std::error_code error;
    if (joined) std::filesystem::rename(joining, path, error);
    if (joined && !error) return path;
    std::error_code gone;
    std::filesystem::remove(joining, gone);
    if (!joined) return base::failure(joined.error());
    return base::failure(platform::storage::storage_unavailable,
                         "\"" + path.string() + "\" cannot be written: " + error.message() + ".",
                         "Check that the folder exists and that the program may write to it.");
  }

  base::Result<std::string> digest(base::Uuid id) override {
    // A file made of them before may be of other bytes, sent anew since by way of another process.
    std::error_code gone;
    std::filesystem::remove(folder_ / id.to_string(), gone);
    ASSIGN_OR_RETURN(const std::filesystem::path path, file(id));
    return digest_of_file(path);
  }

  base::Result<> remove(base::Uuid id) override {
    ASSIGN_OR_RETURN(const Pieces pieces, pieces_of(objects_, id));
    RETURN_IF_FAILED(remove_all(objects_, pieces.stray));
    RETURN_IF_FAILED(remove_all(objects_, pieces.keys));
    for (const std::string_view ending : {"", ".lock"}) {
      std::error_code gone;
      std::filesystem::remove(folder_ / (id.to_string() + std::string(ending)), gone);
    }
    return {};
  }

  base::Result<> remove_leftovers(base::Timestamp cutoff) override {
    std::error_code error;
    std::filesystem::directory_iterator entry(folder_, error);
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
      struct stat status {};
      const bool is_old = ::stat(entry->path().c_str(), &status) == 0 &&
                          base::Timestamp(std::int64_t{status.st_mtim.tv_sec} * 1'000'000) < cutoff;
      std::error_code gone;
      if (is_old) std::filesystem::remove(entry->path(), gone);
    }
    return {};
  }

 private:
  base::Result<> join(const Pieces& pieces, const std::filesystem::path& path) {
    ASSIGN_OR_RETURN(UploadFile file, UploadFile::open(path));
    std::uint64_t written = 0;
    const auto write = [&](std::span<const char> bytes) {
      written += bytes.size();
      return file.write(bytes, written - bytes.size());
    };
    for (const std::string& key : pieces.keys) RETURN_IF_FAILED(objects_.read(key, {}, write));
    if (written == pieces.size) return {};
    return base::failure(platform::storage::storage_object_damaged, "The parts of the upload do not fit together.",
                         "Send the file again from its first byte (PUT /uploads/{id}).");
  }

  ObjectStore& objects_;
  platform::db::Database& database_;
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<UploadBytes> uploads_in_objects(ObjectStore& objects, platform::db::Database& database,
                                                std::filesystem::path folder) {
  return std::make_unique<ObjectUploads>(objects, database, std::move(folder));
}

}  // namespace imports
