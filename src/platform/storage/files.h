#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/timestamp.h"

struct stat;

namespace platform::storage {

inline constexpr std::size_t block_size = 1U << 20U;

/// A file descriptor that closes itself; -1 for none.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor();
  int get() const { return fd_; }

 private:
  int fd_;
};

/// A new file under `folder`/incoming that is removed again unless moved to where it belongs.
class IncomingFile {
 public:
  /// Fails with storage_unavailable, storage_full.
  static base::Result<IncomingFile> create(std::filesystem::path folder);
  /// With the bytes of `file`: its second name where both are on one disk, else a copy.
  static base::Result<IncomingFile> of(std::filesystem::path folder, const std::filesystem::path& file);
  IncomingFile(IncomingFile&&) noexcept = default;
  IncomingFile& operator=(IncomingFile&&) = delete;
  ~IncomingFile();

  const std::filesystem::path& path() const { return path_; }
  base::Result<> write(std::span<const char> bytes);
  /// Makes what was written last through a loss of power.
  base::Result<> sync();
  /// Gives the file its name at once, in place of what had it.
  base::Result<> move_to(const std::filesystem::path& target);
  /// The same unless the name is taken: then fails with storage_object_exists.
  base::Result<> link_as(const std::filesystem::path& target);

 private:
  IncomingFile(Descriptor file, std::filesystem::path folder, std::filesystem::path path)
      : file_(std::move(file)), folder_(std::move(folder)), path_(std::move(path)) {}

  Descriptor file_;
  std::filesystem::path folder_, path_;
};

/// Removes what killed processes have left under `folder`/incoming before `cutoff`.
base::Result<> remove_left_incoming(const std::filesystem::path& folder, base::Timestamp cutoff);

/// Reads at most `into.size()` bytes from `offset` on; less only at the end of the file. Fails with `errno` in the
/// second place.
std::pair<std::size_t, int> read_at(int file, std::span<char> into, std::uint64_t offset);

base::Timestamp time_of_change(const struct stat& status);
std::string reason(int error);
/// What a failed write under `folder` means.
tl::unexpected<base::Problem> not_stored(const std::filesystem::path& folder, int error);

}  // namespace platform::storage
