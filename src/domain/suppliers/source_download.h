#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "platform/client/http_client.h"

namespace suppliers {

/// A file that exists as long as this does.
class TemporaryDownload {
 public:
  /// An empty one. Fails with download_not_kept.
  static base::Result<TemporaryDownload> make(const std::filesystem::path& path);
  TemporaryDownload(TemporaryDownload&& other) noexcept;
  TemporaryDownload& operator=(TemporaryDownload&&) = delete;
  ~TemporaryDownload();

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  base::Result<> append(std::span<const char> bytes);
  /// Begins anew.
  base::Result<> clear();
  /// Its first bytes, enough to tell what it is.
  std::string beginning() const;
  /// SHA-256 of what it holds.
  base::Result<std::string> digest() const;

 private:
  TemporaryDownload(int file, std::filesystem::path path) : file_(file), path_(std::move(path)) {}
  int file_;
  std::filesystem::path path_;
  std::uint64_t size_ = 0;
};

struct DownloadOptions {
  int most_drops = 5;                      ///< connections that may break off before it is given up
  std::chrono::milliseconds pause{1'000};  ///< after the first drop; doubles
  std::function<void(std::uint64_t bytes)> progress{};
};

/// The head of the answer that filled the file, and how often it took a new connection.
struct DownloadResult {
  platform::client::Download head;
  int drops = 0;
};

/// Downloads into `file`. After a drop it goes on where it was, if the server still has the same file and can send
/// parts, and from the beginning otherwise. A 304 leaves the file empty. Fails as HttpClient and check_status() do, and
/// with download_not_kept; request.should_stop ends it with request_stopped.
base::Result<DownloadResult> download_file(const platform::client::HttpClient& client,
                                           const platform::client::HttpRequest& request, TemporaryDownload& file,
                                           const DownloadOptions& options);

/// A connection that broke off, so that another one may bring the rest.
bool is_drop(const base::Problem& problem);
/// Fails with request_stopped when it is to stop.
base::Result<> wait_for(std::chrono::milliseconds time, const std::function<bool()>& should_stop);
/// Keeps a piece, tells of it. Fails with answer_too_large, download_not_kept.
base::Result<> take_bounded(TemporaryDownload& file, std::span<const char> bytes, std::uint64_t most,
                            std::string_view host, const DownloadOptions& options);

inline constexpr base::ProblemKind download_not_kept{"source.download_not_kept", "Fetched file cannot be kept", 507,
                                                     base::LogLevel::error};

}  // namespace suppliers
