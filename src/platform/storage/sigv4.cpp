#include "platform/storage/sigv4.h"

#include <algorithm>

#include "base/text.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/encoding.h"

namespace platform::storage {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

struct CanonicalHeaders {
  std::string lines, names;
};

CanonicalHeaders canonical_headers(NamedValues headers) {
  std::sort(headers.begin(), headers.end());
  CanonicalHeaders canonical;
  for (const auto& [name, value] : headers) {
    canonical.lines += name + ":" + std::string(base::trim(value)) + "\n";
    canonical.names += (canonical.names.empty() ? "" : ";") + name;
  }
  return canonical;
}

std::string scope_of(const S3Credentials& credentials, std::string_view date) {
  return std::string(date.substr(0, 8)) + "/" + credentials.region + "/s3/aws4_request";
}

std::string signature(const S3Credentials& credentials, const RequestToSign& request, const CanonicalHeaders& headers,
                      const std::string& date) {
  const std::string canonical = request.method + "\n" + request.path + "\n" + canonical_query(request.query) + "\n" +
                                headers.lines + "\n" + headers.names + "\n" + request.payload;
  const std::string to_sign =
      std::string(algorithm) + "\n" + date + "\n" + scope_of(credentials, date) + "\n" + crypto::sha256_hex(canonical);
  std::string key = crypto::hmac_sha256("AWS4" + credentials.secret_key, date.substr(0, 8));
  for (const std::string_view part :
       {std::string_view(credentials.region), std::string_view("s3"), std::string_view("aws4_request")}) {
    key = crypto::hmac_sha256(key, part);
  }
  return crypto::to_hex(crypto::hmac_sha256(key, to_sign));
}

}  // namespace

std::string amz_date(base::Timestamp at) {
  std::string date;
  for (const char c : at.to_string().substr(0, 19)) {  // without the fraction
    if (c != '-' && c != ':') date += c;
  }
  return date + "Z";
}

std::string canonical_query(NamedValues query) {
  for (auto& [name, value] : query) {
    name = base::percent_encoded(name);
    value = base::percent_encoded(value);
  }
  std::sort(query.begin(), query.end());
  std::string text;
  for (const auto& [name, value] : query) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

std::string authorization(const S3Credentials& credentials, const RequestToSign& request, base::Timestamp at) {
  const std::string date = amz_date(at);
  const CanonicalHeaders headers = canonical_headers(request.headers);
  return std::string(algorithm) + " Credential=" + credentials.access_key + "/" + scope_of(credentials, date) +
         ",SignedHeaders=" + headers.names + ",Signature=" + signature(credentials, request, headers, date);
}

std::string presigned_query(const S3Credentials& credentials, RequestToSign request, base::Timestamp at,
                            std::chrono::seconds valid_for) {
  const std::string date = amz_date(at);
  const CanonicalHeaders headers = canonical_headers(request.headers);
  request.query.emplace_back("X-Amz-Algorithm", algorithm);
  request.query.emplace_back("X-Amz-Credential", credentials.access_key + "/" + scope_of(credentials, date));
  request.query.emplace_back("X-Amz-Date", date);
  request.query.emplace_back("X-Amz-Expires", std::to_string(valid_for.count()));
  request.query.emplace_back("X-Amz-SignedHeaders", headers.names);
  return canonical_query(request.query) + "&X-Amz-Signature=" + signature(credentials, request, headers, date);
}

}  // namespace platform::storage
