#include "platform/storage/local_copies.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <vector>

namespace platform::storage {
namespace {

struct Candidate {
  std::filesystem::path path;
  std::uint64_t size;
  base::Timestamp used_at;
};

Descriptor open_for_reading(const std::filesystem::path& path) {
  return Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
}

/// The regular files below `folder`, oldest use first.
std::vector<Candidate> copies_in(const std::filesystem::path& folder) {
  std::vector<Candidate> all;
  std::error_code error;  // a file that goes while we look is no concern
  std::filesystem::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::recursive_directory_iterator{}; entry.increment(error)) {
    struct stat status {};
    if (::lstat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    all.push_back({entry->path(), static_cast<std::uint64_t>(status.st_size), time_of_change(status)});
  }
  std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return a.used_at < b.used_at; });
  return all;
}

/// Removes the copy unless somebody holds it or has used it since `cutoff`.
bool remove_unless_used(const std::filesystem::path& path, base::Timestamp cutoff) {
  const Descriptor file = open_for_reading(path);
  if (file.get() < 0) return true;
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return false;
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || time_of_change(status) >= cutoff) return false;
  return ::unlink(path.c_str()) == 0;
}

}  // namespace

/// Below a folder of their own, apart from what is still coming in.
std::filesystem::path LocalCopies::path_of(std::string_view key) const {
  return folder_ / "copies" / key;
}

std::optional<LocalCopy> LocalCopies::find(std::string_view key) const {
  std::filesystem::path path = path_of(key);
  Descriptor file = open_for_reading(path);
  if (file.get() < 0 || ::flock(file.get(), LOCK_SH) != 0) return std::nullopt;
  ::futimens(file.get(), nullptr);
  struct stat status {};
  // Removed between opening and holding it: then it has no name any more.
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink == 0) return std::nullopt;
  return LocalCopy(std::move(path), std::move(file));
}

base::Result<LocalCopy> LocalCopies::keep(IncomingFile file, std::string_view key) const {
  std::filesystem::path path = path_of(key);
  RETURN_IF_FAILED(file.move_to(path));
  Descriptor hold = open_for_reading(path);
  if (hold.get() >= 0) {
    ::flock(hold.get(), LOCK_SH);
    ::futimens(hold.get(), nullptr);
  }
  make_room();
  return LocalCopy(std::move(path), std::move(hold));
}

void LocalCopies::forget(std::string_view key) const {
  std::error_code gone;
  std::filesystem::remove(path_of(key), gone);
}

void LocalCopies::make_room() const {
  const auto all = copies_in(folder_ / "copies");
  std::uint64_t total = 0;
  for (const Candidate& one : all) total += one.size;
  const base::Timestamp cutoff = base::Timestamp::now() + -kept_for_;
  for (const Candidate& one : all) {
    if (total <= most_bytes_ || one.used_at >= cutoff) return;
    if (remove_unless_used(one.path, cutoff)) total -= one.size;
  }
}

}  // namespace platform::storage
