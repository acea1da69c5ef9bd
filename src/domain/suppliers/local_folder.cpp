#include "domain/suppliers/local_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "domain/suppliers/source_request.h"

namespace suppliers {
namespace {

namespace client = platform::client;
using client::RemoteFile;

/// A file descriptor that closes itself.
class Opened {
 public:
  explicit Opened(int file) : file_(file) {}
  Opened(Opened&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  Opened& operator=(Opened&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~Opened() {
    if (file_ >= 0) ::close(file_);
  }
  int get() const { return file_; }
  int release() { return std::exchange(file_, -1); }
  explicit operator bool() const { return file_ >= 0; }

 private:
  int file_;
};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

RemoteFile file_of(const struct stat& found, std::string name) {
  const auto micros = static_cast<std::int64_t>(found.st_mtim.tv_sec) * 1'000'000 + found.st_mtim.tv_nsec / 1'000;
  return {std::move(name), static_cast<std::uint64_t>(found.st_size), base::Timestamp(micros)};
}

tl::unexpected<base::Problem> not_read(const std::filesystem::path& path, int error) {
  const std::string why = std::generic_category().message(error);
  if (error == EACCES || error == EPERM) {
    return base::failure(client::remote_path_refused, "\"" + path.string() + "\" cannot be read: " + why + ".",
                         "Let the user this program runs as read it.");
  }
  if (error == ENOENT || error == ENOTDIR || error == ELOOP) {
    return base::failure(client::remote_path_missing, "There is no folder \"" + path.string() + "\".",
                         "Check the path. Links are not followed: give the folder itself.");
  }
  return base::failure(source_unavailable, "\"" + path.string() + "\" cannot be read: " + why + ".",
                       "Wait; it is tried again. If it stays like this, check the disk or the network share.");
}

class LocalFolder final : public client::RemoteFiles {
 public:
  LocalFolder(std::vector<std::filesystem::path> roots, std::filesystem::path folder)
      : roots_(std::move(roots)), folder_(std::move(folder)) {}

  void stop_when(std::function<bool()> should_stop) override { should_stop_ = std::move(should_stop); }

  std::vector<client::ConnectStep> connect_steps() override {
    return {{"folder", [this] { return open(); }}};
  }

  base::Result<std::vector<RemoteFile>> list(const std::string& path,
                                             const std::function<bool(const std::string&)>& wanted) override {
    Opened again(::openat(opened_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!again) return not_read(folder_, errno);
    const std::unique_ptr<DIR, CloseFolder> entries(::fdopendir(again.get()));
    if (!entries) return not_read(folder_, errno);
    static_cast<void>(again.release());  // the entries close it
    std::vector<RemoteFile> files;
    for (const dirent* entry = ::readdir(entries.get()); entry != nullptr; entry = ::readdir(entries.get())) {
      if (!wanted(entry->d_name)) continue;
      ASSIGN_OR_RETURN(auto file, find(path + entry->d_name));
      if (file) files.push_back(*std::move(file));
      if (files.size() > client::most_listed) {
        return base::failure(client::listing_too_long, "\"" + folder_.string() + "\" holds too many files.",
                             "Use a pattern that fewer files match, or remove old files.");
      }
    }
    return files;
  }

  base::Result<std::optional<RemoteFile>> find(const std::string& path) override {
    std::string name = path.substr(path.rfind('/') + 1);
    struct stat found {};
    if (::fstatat(opened_.get(), name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT) return std::optional<RemoteFile>{};
      return not_read(path, errno);
    }
    if (!S_ISREG(found.st_mode)) return std::optional<RemoteFile>{};
    return std::optional(file_of(found, std::move(name)));
  }

  base::Result<> read(const std::string& path, std::uint64_t offset, const client::BodySink& sink) override {
    const std::string name = path.substr(path.rfind('/') + 1);
    const Opened file(::openat(opened_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat found {};
    if (!file || ::fstat(file.get(), &found) != 0) return not_read(path, errno);
    if (!S_ISREG(found.st_mode)) return not_read(path, ELOOP);
    if (::lseek(file.get(), static_cast<off_t>(offset), SEEK_SET) < 0) return not_read(path, errno);
    std::vector<char> block(256U << 10U);
    for (;;) {
      const ssize_t got = ::read(file.get(), block.data(), block.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return not_read(path, errno);
      if (got == 0) return {};
      if (should_stop_ && should_stop_()) {
        return base::failure(client::request_stopped, "The fetch was stopped.", "Start it again when it is wanted.");
      }
      RETURN_IF_FAILED(sink({block.data(), static_cast<std::size_t>(got)}));
    }
  }

 private:
  /// Folder by folder from the root on, so that a link put in between leads nowhere.
  base::Result<std::string> open() {
    const std::filesystem::path* const root = root_of(roots_, folder_);
    if (root == nullptr) {
      return base::failure(folder_refused, "The folder \"" + folder_.string() + "\" may not be watched.",
                           "Give one below a folder that the setting WATCHED_FOLDERS names, or ask an administrator to "
                           "add it there.",
                           {.field = "path"});
    }
    Opened at(::open(root->c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!at) return not_read(*root, errno);
    for (const auto& part : folder_.lexically_relative(*root)) {
      if (part.empty() || part == ".") continue;
      at = Opened(::openat(at.get(), part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (!at) return not_read(folder_, errno);
    }
    opened_ = std::move(at);
    return "The folder \"" + folder_.string() + "\" can be read.";
  }

  std::vector<std::filesystem::path> roots_;
  std::filesystem::path folder_;
  Opened opened_{-1};
  std::function<bool()> should_stop_;
};

}  // namespace

const std::filesystem::path* root_of(const std::vector<std::filesystem::path>& roots,
                                     const std::filesystem::path& path) {
  const bool is_plain = path.is_absolute() && std::ranges::none_of(path, [](const auto& part) { return part == ".."; });
  if (!is_plain) return nullptr;
  const auto found = std::ranges::find_if(
      roots, [&](const std::filesystem::path& root) { return std::ranges::mismatch(root, path).in1 == root.end(); });
  return found == roots.end() ? nullptr : &*found;
}

std::unique_ptr<client::RemoteFiles> local_folder(std::vector<std::filesystem::path> roots,
                                                  std::filesystem::path folder) {
  return std::make_unique<LocalFolder>(std::move(roots), std::move(folder));
}

}  // namespace suppliers
