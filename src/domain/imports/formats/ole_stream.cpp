#include "domain/imports/formats/ole_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/file_place.h"

namespace imports {
namespace {

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

class StoredFile final : public StoredBytes {
 public:
  StoredFile(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
  ~StoredFile() override { ::close(descriptor_); }
  StoredFile(const StoredFile&) = delete;
  StoredFile& operator=(const StoredFile&) = delete;

  std::uint64_t size() const override { return size_; }

  base::Result<std::size_t> read_at(std::uint64_t offset, std::span<unsigned char> buffer) const override {
    std::size_t have = 0;
    while (have < buffer.size()) {
      const auto got =
          ::pread(descriptor_, buffer.data() + have, buffer.size() - have, static_cast<off_t>(offset + have));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        return base::failure(file_unreadable, "The workbook could not be read: " + reason_of(errno) + ".",
                             "Check the disk the file is on, then import it again.");
      }
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    return have;
  }

 private:
  int descriptor_;
  std::uint64_t size_;
};

class ExtentBytes final : public StoredBytes {
 public:
  explicit ExtentBytes(OleExtent extent) : extent_(std::move(extent)) {
    extent_.size = std::min<std::uint64_t>(extent_.size, std::uint64_t{extent_.sectors.size()} << extent_.sector_shift);
  }

  std::uint64_t size() const override { return extent_.size; }

  base::Result<std::size_t> read_at(std::uint64_t offset, std::span<unsigned char> buffer) const override {
    std::size_t have = 0;
    while (have < buffer.size() && offset < extent_.size) {
      const auto [place, run] = run_at(offset, buffer.size() - have);
      ASSIGN_OR_RETURN(const auto got, extent_.within->read_at(place, buffer.subspan(have, run)));
      have += got;
      offset += got;
      if (got < run) break;
    }
    return have;
  }

 private:
  struct Run {
    std::uint64_t place;
    std::size_t size;
  };

  // Where `offset` is in the outer bytes, and how many of the `wanted` bytes lie there side by side.
  Run run_at(std::uint64_t offset, std::size_t wanted) const {
    const auto sector_bytes = std::uint64_t{1} << extent_.sector_shift;
    auto index = static_cast<std::size_t>(offset >> extent_.sector_shift);
    const auto within = offset & (sector_bytes - 1);
    const auto most = std::min<std::uint64_t>(wanted, extent_.size - offset);
    const auto place =
        extent_.first_sector_at + (std::uint64_t{extent_.sectors[index]} << extent_.sector_shift) + within;
    auto run = sector_bytes - within;
    while (run < most && extent_.sectors[index + 1] == extent_.sectors[index] + 1) {
      run += sector_bytes;
      ++index;
    }
    return {place, static_cast<std::size_t>(std::min(run, most))};
  }

  OleExtent extent_;
};

}  // namespace

std::shared_ptr<const StoredBytes> open_ole_extent(OleExtent extent) {
  return std::make_shared<const ExtentBytes>(std::move(extent));
}

base::Result<std::shared_ptr<const StoredBytes>> open_stored_file(const std::filesystem::path& path,
                                                                  std::string_view shown_name) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    const std::string reason = descriptor < 0 ? reason_of(errno) : "it is not a regular file";
    if (descriptor >= 0) ::close(descriptor);
    return base::failure(file_unreadable,
                         "File “" + imports::shown_name(path, shown_name) + "” could not be opened: " + reason + ".",
                         "Check that the file exists and may be read.");
  }
  return std::make_shared<const StoredFile>(descriptor, static_cast<std::uint64_t>(status.st_size));
}

}  // namespace imports
