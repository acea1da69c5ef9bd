#include "platform/db/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "platform/db/connection.h"

namespace platform::db {

namespace {

constexpr int closed = -1;

tl::unexpected<base::Problem> refuse(const std::string& path, int error) {
  return base::failure(db_unavailable,
                       "The lock file \"" + path + "\" cannot be used: " + std::generic_category().message(error) + ".",
                       "Check that this user may write in its folder.");
}

}  // namespace

base::Result<std::optional<LockFile>> LockFile::try_take(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor == closed) return refuse(path, errno);
  LockFile lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return std::optional<LockFile>(std::move(lock));
  if (errno == EWOULDBLOCK) return std::optional<LockFile>{};
  return refuse(path, errno);
}

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, closed)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

LockFile::~LockFile() {
  if (descriptor_ != closed) ::close(descriptor_);
}

}  // namespace platform::db
