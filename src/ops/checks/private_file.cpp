#include "ops/checks/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/uuid.h"

namespace ops {
namespace {

tl::unexpected<base::Problem> not_written(const std::filesystem::path& file, int error) {
  return base::failure(file_not_written,
                       "\"" + file.string() + "\" cannot be written: " + std::generic_category().message(error) + ".",
                       error == ENOSPC || error == EDQUOT ? "Free some space, then run the same command again."
                                                          : "Choose a folder you may write to.");
}

/// A new file under a name nobody looks for, removed again at the end.
class Draft {
 public:
  explicit Draft(const std::filesystem::path& file)
      : path_(file.string() + "." + base::Uuid::generate().to_string()),
        descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(path_.c_str());
  }

  bool is_open() const { return descriptor_ >= 0; }
  /// 0, or what prevented it.
  int write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor_) == 0 ? 0 : errno;
  }
  /// 0, or what prevented it; EEXIST when the name is taken.
  int appear_as(const std::filesystem::path& file) const {
    return ::link(path_.c_str(), file.c_str()) == 0 ? 0 : errno;
  }

 private:
  std::string path_;
  int descriptor_;
};

}  // namespace

base::Result<> write_private_file(const std::filesystem::path& file, std::string_view bytes) {
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  if (error) return not_written(file, error.value());
  const Draft draft(file);
  if (!draft.is_open()) return not_written(file, errno);
  if (const int failed = draft.write(bytes); failed != 0) return not_written(file, failed);
  const int failed = draft.appear_as(file);
  if (failed == EEXIST) {
    return base::failure(file_exists, "\"" + file.string() + "\" exists already and is left as it is.",
                         "Choose another name, or move it away first.");
  }
  if (failed != 0) return not_written(file, failed);
  return {};
}

}  // namespace ops
