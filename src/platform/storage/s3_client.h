#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "platform/storage/s3_transport.h"

namespace platform::storage {

/// An object on the service: the bucket's own name and the key in it.
struct S3Place {
  std::string bucket;
  std::string key{};  ///< "" for the bucket itself
};

struct S3Call {
  std::string method;
  S3Place place;
  NamedValues query{};
  NamedValues headers{};
  std::string_view body{};
  std::vector<int> accepts{};  ///< statuses beside 2xx that are answers and no Problem
};

/// Signs requests and makes them again, a little later each time, when the service is away or busy. A bucket that is
/// missing is made. Thread-safe.
class S3Client {
 public:
  explicit S3Client(S3Options options);

  /// Fails with storage_unavailable, storage_access_denied, storage_bucket_missing, storage_full,
  /// storage_object_missing.
  base::Result<S3Answer> ask(const S3Call& call);
  /// Reads on after a connection that broke, as long as the object stays the same. Fails as ask() and the sink do.
  base::Result<> read(const S3Place& place, const ByteRange& range, const ByteSink& sink);
  base::Result<> make_bucket(const std::string& bucket);
  /// An address under which a browser can read the object for some time.
  std::string link(const S3Place& place, NamedValues query, std::chrono::seconds valid_for) const;

  const S3Options& options() const { return options_; }

 private:
  struct Address {
    std::string base, host, path;
  };
  struct Reading;

  Address address_of(const S3Place& place, bool is_public) const;
  base::Result<S3Answer> ask_once(const S3Call& call, const ByteSink* sink = nullptr, bool wants_part = false);
  void wait_before(unsigned attempt) const;
  base::Problem problem_of(const S3Call& call, const S3Answer& answer) const;

  S3Options options_;
  S3Transport transport_;
};

}  // namespace platform::storage
