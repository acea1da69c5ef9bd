#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>

#include "platform/storage/files.h"

namespace platform::storage {

/// A file on this machine with an object's bytes; it stays as long as this lives.
class LocalCopy {
 public:
  explicit LocalCopy(std::filesystem::path path, Descriptor hold = Descriptor())
      : path_(std::move(path)), hold_(std::move(hold)) {}
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  Descriptor hold_;
};

/// Copies of objects in a folder bounded in size: above it, those longest unused go, but none that is held or was used
/// a short while ago. Thread- and process-safe: several programs may share the folder, and a killed one leaves no half
/// copy under a name.
class LocalCopies {
 public:
  LocalCopies(std::filesystem::path folder, std::uint64_t most_bytes, std::chrono::seconds kept_for)
      : folder_(std::move(folder)), most_bytes_(most_bytes), kept_for_(kept_for) {}

  /// The copy, held and counted as used now; nothing when there is none.
  std::optional<LocalCopy> find(std::string_view key) const;
  /// Makes the file the copy of an object and makes room for it.
  base::Result<LocalCopy> keep(IncomingFile file, std::string_view key) const;
  void forget(std::string_view key) const;
  /// Removes the longest unused copies until the rest fits.
  void make_room() const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path path_of(std::string_view key) const;

  std::filesystem::path folder_;
  std::uint64_t most_bytes_;
  std::chrono::seconds kept_for_;
};

}  // namespace platform::storage
