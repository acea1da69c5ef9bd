#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/storage/s3_options.h"
#include "platform/storage/storage_types.h"

namespace platform::storage {

struct S3Request {
  std::string method;
  std::string url;
  NamedValues headers{};
  std::string_view body{};
  const ByteSink* sink = nullptr;  ///< takes the body of an answer that says yes; else it is kept in memory
  bool wants_part = false;         ///< then only an answer that gives a part goes to the sink
};

struct S3Answer {
  int status = 0;         ///< 0 when none came
  NamedValues headers{};  ///< names in lower case
  std::string body{};
  std::uint64_t bytes = 0;  ///< handed to the sink
  std::string broke{};      ///< why the connection failed or broke off; "" when it did not
  bool is_about_tls = false;

  bool is_yes() const { return broke.empty() && status >= 200 && status < 300; }
  /// "" when absent; `name` in lower case.
  std::string_view header(std::string_view name) const;
};

/// Speaks HTTP with the operator's own S3 service, on connections kept open. What people's URLs are bound to does not
/// bind it: such a service usually stands in the private network. Thread-safe.
class S3Transport {
 public:
  explicit S3Transport(const S3Options& options);
  S3Transport(const S3Transport&) = delete;
  S3Transport& operator=(const S3Transport&) = delete;
  ~S3Transport();

  /// Whatever happens on the wire is an answer; fails as the sink does.
  base::Result<S3Answer> send(const S3Request& request);

 private:
  struct Connections;

  std::chrono::milliseconds connect_timeout_;
  std::chrono::seconds stalled_after_;
  std::string authority_file_;
  std::unique_ptr<Connections> connections_;
};

}  // namespace platform::storage
