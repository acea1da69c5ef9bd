#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/result.h"
#include "ops/backup/gzip.h"
#include "ops/backup/manifest.h"
#include "ops/backup/sealing.h"
#include "platform/crypto/digest.h"
#include "platform/packing/packer.h"
#include "platform/storage/files.h"

namespace backup {

/// A folder for half-done files, readable by this user only; gone with all it holds when this is destroyed.
class WorkFolder {
 public:
  static base::Result<WorkFolder> create(const std::filesystem::path& below);
  /// Removes what killed processes have left; for the one who holds the lock.
  static void remove_leftovers(const std::filesystem::path& below);
  WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();
  std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit WorkFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

enum class Packed : std::uint8_t { no, yes };

/// How a file of a backup is stored.
struct Form {
  Packed packed = Packed::no;
  const SealKey* key = nullptr;  ///< null: not encrypted
  std::string label;             ///< what it is encrypted as
};

/// Writes a file of a backup in its stored form, to the disk itself before finish() returns.
class FileWriter {
 public:
  static base::Result<std::unique_ptr<FileWriter>> create(std::filesystem::path file, const Form& form);
  base::Result<> add(std::span<const char> bytes);
  /// Its size and digest; the name is left to the caller.
  base::Result<StoredFile> finish();

 private:
  FileWriter(std::filesystem::path file, platform::storage::Descriptor opened, const Form& form);
  base::Result<> write(std::span<const char> bytes);

  std::filesystem::path path_;
  platform::storage::Descriptor file_;
  platform::crypto::Sha256 digest_;
  std::uint64_t size_ = 0;
  std::unique_ptr<Sealing> sealing_;
  ByteSink packed_bytes_;
  std::optional<platform::packing::Packer> packer_;
};

/// Takes stored bytes, hands on what they were made from, and knows at the end whether they are what was stored.
class FileReader {
 public:
  FileReader(const StoredFile& expected, const Form& form, ByteSink sink);
  base::Result<> add(std::span<const char> bytes);
  base::Result<> finish();

 private:
  const StoredFile expected_;
  platform::crypto::Sha256 digest_;
  std::uint64_t size_ = 0;
  std::unique_ptr<Unpacking> unpacking_;
  std::unique_ptr<Unsealing> unsealing_;
  ByteSink sink_;
};

/// Hands on what a file of this machine holds.
base::Result<> read_local(const std::filesystem::path& file, const ByteSink& sink);
/// What a failed write to this place means.
tl::unexpected<base::Problem> not_written(const std::filesystem::path& file, int error);

}  // namespace backup
