#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/suppliers/source_check.h"
#include "domain/suppliers/source_download.h"
#include "domain/suppliers/sources.h"
#include "platform/client/http_client.h"

namespace suppliers {

/// What a fetch works with.
struct FetchOrder {
  const SourceState& last;  ///< of the file imported last; without etag, last_modified and digest any file is new
  TemporaryDownload& file;  ///< filled with what is new
  const DownloadOptions& options;
  std::function<bool()> should_stop{};
};

struct Fetched {
  enum class Outcome : std::uint8_t { fetched, unchanged, older };
  Outcome outcome = Outcome::fetched;
  std::string message{};  ///< unless fetched: how it is known, without a full stop
  std::string file_name{};
  std::string etag{}, last_modified{};  ///< what tells this file from the next one
  int drops = 0;
};

/// Does the steps of a connection test and keeps how they went.
class CheckSteps {
 public:
  /// `work` gives what to say of the step, or what is wrong.
  base::Result<> step(std::string name, const std::function<base::Result<std::string>()>& work);
  SourceCheck finish() &&;

 private:
  SourceCheck check_;
};

/// One source, connected to. Each kind has its own.
class SourceReader {
 public:
  SourceReader() = default;
  SourceReader(const SourceReader&) = delete;
  SourceReader& operator=(const SourceReader&) = delete;
  virtual ~SourceReader() = default;

  /// Connects and reads the beginning of the file, step by step; ends with the first step that fails.
  virtual base::Result<> check(CheckSteps& steps) = 0;
  virtual base::Result<Fetched> fetch(const FetchOrder& order) = 0;
  /// Called once the import of what was fetched has begun.
  virtual base::Result<> handed_over() { return {}; }
};

/// Null for a source whose files are sent in. Fails with source_secret_lost.
base::Result<std::unique_ptr<SourceReader>> reader_of(const SourceService& sources, const Source& source,
                                                      const platform::client::HttpClient& client);

inline constexpr std::size_t beginning_size = 64U << 10U;  ///< of a file, read by a connection test

/// Keeps the beginning of what is read, then fails with seen_enough.
class Beginning {
 public:
  platform::client::BodySink sink();
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

inline constexpr base::ProblemKind seen_enough{"source.seen_enough", "Enough has been read", 500,
                                               base::LogLevel::debug};
/// The file grows, or is another than it was when reading began.
inline constexpr base::ProblemKind source_file_changing{"source.file_changing", "File is still being written", 503,
                                                        base::LogLevel::info};

}  // namespace suppliers
