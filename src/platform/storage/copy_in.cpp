#include "platform/storage/copy_in.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "platform/crypto/digest.h"
#include "platform/storage/object_keys.h"

namespace platform::storage {
namespace {

tl::unexpected<base::Problem> unreadable(const std::filesystem::path& file, int error) {
  return base::failure(storage_source_unreadable, "\"" + file.string() + "\" cannot be read: " + reason(error) + ".",
                       "Check the path and that you may read the file.", {.file = file.string()});
}

bool same_moment(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

/// The size of what was copied.
base::Result<std::uint64_t> copy_all(int in, const std::filesystem::path& source, IncomingFile& out,
                                     crypto::Sha256& digest, const CopyProgress& progress) {
  std::uint64_t size = 0;
  std::vector<char> block(block_size);
  for (;;) {
    const ssize_t got = ::read(in, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(source, errno);
    if (got == 0) return size;
    const auto count = static_cast<std::size_t>(got);
    digest.add({block.data(), count});
    RETURN_IF_FAILED(out.write(std::span(block).first(count)));
    size += count;
    if (progress) progress(size);
  }
}

}  // namespace

base::Result<CopiedIn> copy_in(const std::filesystem::path& folder, std::string_view bucket,
                               const std::filesystem::path& source, const CopyProgress& progress) {
  const Descriptor in(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.get() < 0) return unreadable(source, errno);
  struct stat before {};
  if (::fstat(in.get(), &before) != 0) return unreadable(source, errno);
  if (S_ISDIR(before.st_mode)) return unreadable(source, EISDIR);

  ASSIGN_OR_RETURN(IncomingFile out, IncomingFile::create(folder));
  crypto::Sha256 digest;
  ASSIGN_OR_RETURN(const std::uint64_t size, copy_all(in.get(), source, out, digest, progress));
  struct stat after {};
  if (::fstat(in.get(), &after) != 0) return unreadable(source, errno);
  if (S_ISREG(before.st_mode) && (!same_moment(before, after) || size != static_cast<std::uint64_t>(after.st_size))) {
    return base::failure(storage_source_changed, "\"" + source.string() + "\" was written to while it was read.",
                         "Nothing was imported. Wait until the file is complete, then run the same command again.",
                         {.file = source.string()});
  }
  RETURN_IF_FAILED(out.sync());
  const std::string hex = digest.hex();
  return CopiedIn{std::move(out), {content_key(bucket, hex, extensions_of(source)), hex, size}};
}

}  // namespace platform::storage
