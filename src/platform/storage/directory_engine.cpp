#include "platform/storage/directory_engine.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "platform/storage/copy_in.h"
#include "platform/storage/object_keys.h"

namespace platform::storage {
namespace {

/// True when the object is there already; it then counts as put now, so that nobody removes it as unused.
bool is_taken_up(const std::filesystem::path& object) {
  std::error_code missing;
  std::filesystem::last_write_time(object, std::filesystem::file_time_type::clock::now(), missing);
  return !missing;
}

tl::unexpected<base::Problem> unreadable(const std::string& key, int error) {
  if (error == ENOENT || error == ENOTDIR || error == EISDIR) return object_missing(key);
  return base::failure(storage_unavailable, "The stored file \"" + key + "\" cannot be read: " + reason(error) + ".",
                       "Check the storage folder and its disk.");
}

ObjectInfo info_of(const std::string& key, const struct stat& status) {
  return {key, static_cast<std::uint64_t>(status.st_size), time_of_change(status), std::string(content_type_of(key)),
          std::string(digest_in(key))};
}

}  // namespace

base::Result<StoredObject> DirectoryEngine::put(std::string_view bucket, const std::filesystem::path& source,
                                                const CopyProgress& progress) {
  ASSIGN_OR_RETURN(CopiedIn copied, copy_in(folder_, bucket, source, progress));
  const std::filesystem::path target = folder_ / copied.object.key;
  if (!is_taken_up(target)) RETURN_IF_FAILED(copied.file.move_to(target));
  return copied.object;
}

base::Result<IncomingFile> DirectoryEngine::incoming_with(std::string_view bytes) {
  ASSIGN_OR_RETURN(IncomingFile file, IncomingFile::create(folder_));
  RETURN_IF_FAILED(file.write(bytes));
  RETURN_IF_FAILED(file.sync());
  return file;
}

base::Result<> DirectoryEngine::put_content(const std::string& key, std::string_view bytes) {
  if (is_taken_up(folder_ / key)) return {};
  return write(key, bytes);
}

base::Result<> DirectoryEngine::put_file(const StoredObject& object, const std::filesystem::path& file) {
  ASSIGN_OR_RETURN(IncomingFile incoming, IncomingFile::of(folder_, file));
  RETURN_IF_FAILED(incoming.sync());
  return incoming.move_to(folder_ / object.key);
}

base::Result<> DirectoryEngine::write(const std::string& key, std::string_view bytes) {
  ASSIGN_OR_RETURN(IncomingFile file, incoming_with(bytes));
  return file.move_to(folder_ / key);
}

base::Result<> DirectoryEngine::write_new(const std::string& key, std::string_view bytes) {
  ASSIGN_OR_RETURN(IncomingFile file, incoming_with(bytes));
  auto linked = file.link_as(folder_ / key);
  if (linked || linked.error().kind != &storage_object_exists) return linked;
  std::string there;
  RETURN_IF_FAILED(read(key, {0, bytes.size() + 1}, [&there](std::span<const char> piece) -> base::Result<> {
    there.append(piece.data(), piece.size());
    return {};
  }));
  if (there == bytes) return {};
  return linked;
}

base::Result<std::optional<ObjectInfo>> DirectoryEngine::find(const std::string& key) {
  struct stat status {};
  if (::stat((folder_ / key).c_str(), &status) == 0) {
    return S_ISREG(status.st_mode) ? std::optional(info_of(key, status)) : std::nullopt;
  }
  if (errno == ENOENT || errno == ENOTDIR) return std::optional<ObjectInfo>{};
  return unreadable(key, errno);
}

base::Result<> DirectoryEngine::read(const std::string& key, const ByteRange& range, const ByteSink& sink) {
  const Descriptor file(::open((folder_ / key).c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return unreadable(key, errno);
  std::vector<char> block(block_size);
  for (std::uint64_t got = 0;;) {
    const std::uint64_t rest = range.size ? *range.size - got : block.size();
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(rest, block.size()));
    const auto [count, error] = read_at(file.get(), std::span(block).first(wanted), range.offset + got);
    if (error != 0) return unreadable(key, error);
    if (count > 0) RETURN_IF_FAILED(sink(std::span(block).first(count)));
    got += count;
    if (count < wanted || got == range.size) return {};
  }
}

base::Result<> DirectoryEngine::list_folder(const std::string& folder_key, const std::string& prefix,
                                            const ObjectVisitor& visit) {
  std::vector<std::string> keys;  // a folder's ends in '/', so that they come in the order of whole keys
  std::error_code error;
  std::filesystem::directory_iterator entry(folder_ / folder_key, error);
  if (error.value() == ENOENT || error.value() == ENOTDIR) return {};
  for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
    std::error_code gone;
    std::string key = folder_key + entry->path().filename().string() + (entry->is_directory(gone) ? "/" : "");
    if (key.starts_with(prefix) || prefix.starts_with(key)) keys.push_back(std::move(key));
  }
  if (error) return unreadable(folder_key, error.value());
  std::sort(keys.begin(), keys.end());
  for (const std::string& key : keys) {
    if (key.ends_with('/')) {
      RETURN_IF_FAILED(list_folder(key, prefix, visit));
      continue;
    }
    ASSIGN_OR_RETURN(const auto info, find(key));
    if (info && key.starts_with(prefix)) RETURN_IF_FAILED(visit(*info));
  }
  return {};
}

base::Result<> DirectoryEngine::list(const std::string& prefix, const ObjectVisitor& visit) {
  return list_folder(prefix.substr(0, prefix.find('/') + 1), prefix, visit);
}

base::Result<> DirectoryEngine::remove(const std::string& key) {
  std::error_code error;
  std::filesystem::remove(folder_ / key, error);
  if (error && error.value() != ENOTDIR) return not_stored(folder_, error.value());
  return {};
}

base::Result<LocalCopy> DirectoryEngine::local_copy(const std::string& key) {
  ASSIGN_OR_RETURN(const auto info, find(key));
  if (!info) return object_missing(key);
  return LocalCopy(folder_ / key);
}

base::Result<std::optional<std::string>> DirectoryEngine::link(const std::string&, const LinkOptions&) {
  return std::optional<std::string>{};
}

base::Result<> DirectoryEngine::check() {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) return not_stored(folder_, error.value());
  if (::access(folder_.c_str(), R_OK | W_OK | X_OK) != 0) return not_stored(folder_, errno);
  return {};
}

base::Result<> DirectoryEngine::remove_leftovers(base::Timestamp cutoff) {
  return remove_left_incoming(folder_, cutoff);
}

}  // namespace platform::storage
