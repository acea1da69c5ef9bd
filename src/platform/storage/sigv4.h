#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/timestamp.h"

namespace platform::storage {

/// Who signs, and for which region.
struct S3Credentials {
  std::string access_key, secret_key;
  std::string region = "us-east-1";
};

using NamedValues = std::vector<std::pair<std::string, std::string>>;

/// A request as AWS Signature Version 4 sees it.
struct RequestToSign {
  std::string method;
  std::string path;       ///< as sent: percent-encoded
  NamedValues query{};    ///< not encoded
  NamedValues headers{};  ///< names in lower case; all are signed
  std::string payload;    ///< SHA-256 of the body, or "UNSIGNED-PAYLOAD"
};

/// "20130524T000000Z"
std::string amz_date(base::Timestamp at);
/// "a=1&b=", encoded, ordered by name.
std::string canonical_query(NamedValues query);

/// The value of the Authorization header. `headers` must hold host, x-amz-date (of `at`) and x-amz-content-sha256.
std::string authorization(const S3Credentials& credentials, const RequestToSign& request, base::Timestamp at);
/// The query of an address that whoever has it can read for `valid_for`; `request` needs the header host alone.
std::string presigned_query(const S3Credentials& credentials, RequestToSign request, base::Timestamp at,
                            std::chrono::seconds valid_for);

}  // namespace platform::storage
