#include "domain/suppliers/source_download.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <thread>
#include <utility>

#include "base/text.h"
#include "domain/suppliers/source_request.h"
#include "platform/crypto/digest.h"

namespace suppliers {
namespace {

namespace client = platform::client;
using client::Download;

tl::unexpected<base::Problem> not_kept(const std::filesystem::path& path, int error) {
  return base::failure(
      download_not_kept,
      "\"" + path.parent_path().string() + "\" cannot be written: " + std::generic_category().message(error) + ".",
      "Free some space, or check that the program may write there; the fetch is tried again.");
}

/// "bytes 100-199/200" begins at 100.
bool begins_at(std::string_view content_range, std::uint64_t offset) {
  return content_range.starts_with("bytes " + std::to_string(offset) + "-");
}

/// What names this very version of the file, so that two halves fit together; "" when the server names none.
std::string strong_validator(const Download& head) {
  const std::string_view etag = head.header("etag");
  if (!etag.empty() && !etag.starts_with("W/")) return std::string(etag);
  return etag.empty() ? std::string(head.header("last-modified")) : std::string{};
}

/// One download over as many connections as it takes.
class Resumable {
 public:
  Resumable(const client::HttpClient& client, const client::HttpRequest& request, TemporaryDownload& file,
            const DownloadOptions& options)
      : client_(client), request_(request), file_(file), options_(options) {}

  base::Result<DownloadResult> run() {
    auto pause = options_.pause;
    for (;;) {
      auto answer = attempt();
      if (answer && answer->status == 416 && !validator_.empty()) {
        // The rest that was asked for is not there: it is another file now.
        RETURN_IF_FAILED(begin_anew());
      } else if (answer) {
        RETURN_IF_FAILED(check_status(answer->status, host_of(request_.url)));
        result_.head = *std::move(answer);
        return std::move(result_);
      } else if (!is_drop(answer.error()) || result_.drops >= options_.most_drops) {
        return base::failure(std::move(answer).error());
      } else {
        if (validator_.empty()) RETURN_IF_FAILED(begin_anew());
        RETURN_IF_FAILED(wait_for(pause, request_.should_stop));
        pause *= 2;
      }
      ++result_.drops;
    }
  }

 private:
  base::Result<Download> attempt() {
    client::HttpRequest request = request_;
    if (file_.size() > 0) {
      std::erase_if(request.headers, [](const auto& header) { return header.first.starts_with("If-"); });
      request.headers.emplace_back("Range", "bytes=" + std::to_string(file_.size()) + "-");
      request.headers.emplace_back("If-Range", validator_);
    }
    return client_.download(
        request, [&](std::span<const char> bytes) { return take(bytes); },
        [&](const Download& head) { return begin(head); });
  }

  base::Result<> begin(const Download& head) {
    is_file_ = head.status == 200 || head.status == 206;
    if (!is_file_) return {};
    const bool goes_on =
        head.status == 206 && file_.size() > 0 && begins_at(head.header("content-range"), file_.size());
    if (!goes_on) RETURN_IF_FAILED(file_.clear());
    if (head.status == 206 && !goes_on) {
      validator_.clear();
      return base::failure(client::answer_broken, "The server sent another part than it was asked for.",
                           "Ask the supplier to correct the server.");
    }
    validator_ = strong_validator(head);
    return {};
  }

  base::Result<> take(std::span<const char> bytes) {
    if (!is_file_) return {};
    return take_bounded(file_, bytes, request_.max_bytes, host_of(request_.url), options_);
  }

  base::Result<> begin_anew() {
    validator_.clear();
    return file_.clear();
  }
  const client::HttpClient& client_;
  const client::HttpRequest& request_;
  TemporaryDownload& file_;
  const DownloadOptions& options_;
  DownloadResult result_{};
  std::string validator_;
  bool is_file_ = false;
};

}  // namespace

bool is_drop(const base::Problem& problem) {
  return problem.kind == &client::answer_broken || problem.kind == &client::answer_too_slow ||
         problem.kind == &client::host_unreachable;
}

base::Result<> wait_for(std::chrono::milliseconds time, const std::function<bool()>& should_stop) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
    if (should_stop && should_stop()) {
      return base::failure(client::request_stopped, "The fetch was stopped.", "Start it again when it is wanted.");
    }
    std::this_thread::sleep_for(std::min(time, std::chrono::milliseconds(50)));
  }
  return {};
}

base::Result<> take_bounded(TemporaryDownload& file, std::span<const char> bytes, std::uint64_t most,
                            std::string_view host, const DownloadOptions& options) {
  if (file.size() + bytes.size() > most) {
    return base::failure(client::answer_too_large,
                         "The file of \"" + std::string(host) + "\" is larger than the " + base::group_thousands(most) +
                             " bytes allowed.",
                         "Check that the address is right; max_megabytes of the source allows more.");
  }
  RETURN_IF_FAILED(file.append(bytes));
  if (options.progress) options.progress(file.size());
  return {};
}

base::Result<TemporaryDownload> TemporaryDownload::make(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return not_kept(path, error.value());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return not_kept(path, errno);
  return TemporaryDownload(file, path);
}

TemporaryDownload::TemporaryDownload(TemporaryDownload&& other) noexcept
    : file_(std::exchange(other.file_, -1)), path_(std::move(other.path_)), size_(other.size_) {}

TemporaryDownload::~TemporaryDownload() {
  if (file_ < 0) return;
  ::close(file_);
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

base::Result<> TemporaryDownload::append(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return not_kept(path_, errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
  return {};
}

base::Result<> TemporaryDownload::clear() {
  if (::ftruncate(file_, 0) != 0 || ::lseek(file_, 0, SEEK_SET) != 0) return not_kept(path_, errno);
  size_ = 0;
  return {};
}

std::string TemporaryDownload::beginning() const {
  std::ifstream file(path_, std::ios::binary);
  std::string bytes(1'024, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

base::Result<std::string> TemporaryDownload::digest() const {
  std::ifstream file(path_, std::ios::binary);
  platform::crypto::Sha256 digest;
  std::vector<char> block(1U << 20U);
  while (file) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    digest.add({block.data(), static_cast<std::size_t>(file.gcount())});
  }
  if (!file.eof()) return not_kept(path_, EIO);
  return digest.hex();
}

base::Result<DownloadResult> download_file(const client::HttpClient& client, const client::HttpRequest& request,
                                           TemporaryDownload& file, const DownloadOptions& options) {
  return Resumable(client, request, file, options).run();
}

}  // namespace suppliers
