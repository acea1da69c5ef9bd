#include "platform/storage/s3_client.h"

#include <algorithm>
#include <thread>

#include "base/text.h"
#include "platform/crypto/digest.h"
#include "platform/crypto/random.h"
#include "platform/storage/object_keys.h"
#include "platform/storage/s3_problems.h"
#include "platform/storage/s3_xml.h"

namespace platform::storage {
namespace {

/// As browsers and libraries name it: without the port that goes without saying.
std::string host_of(std::string_view endpoint, bool is_secure) {
  const std::string_view usual = is_secure ? ":443" : ":80";
  if (endpoint.ends_with(usual)) endpoint.remove_suffix(usual.size());
  return std::string(endpoint);
}

std::string range_text(std::uint64_t from, std::uint64_t got, const ByteRange& range) {
  return "bytes=" + std::to_string(from) + "-" + (range.size ? std::to_string(from + *range.size - got - 1) : "");
}

}  // namespace

S3Client::S3Client(S3Options options) : options_(std::move(options)), transport_(options_) {}

S3Client::Address S3Client::address_of(const S3Place& place, bool is_public) const {
  Address address;
  bool is_secure = options_.is_secure;
  std::string_view endpoint = options_.endpoint;
  if (is_public && !options_.public_url.empty()) {
    is_secure = options_.public_url.starts_with("https:");
    endpoint = options_.public_url;
    endpoint.remove_prefix(endpoint.find("//") + 2);
  }
  address.host = host_of(endpoint, is_secure);
  if (options_.buckets_in_host) {
    address.host = place.bucket + "." + address.host;
    address.path = "/" + base::percent_encoded(place.key, "/");
  } else {
    address.path = "/" + base::percent_encoded(place.bucket);
    if (!place.key.empty()) address.path += "/" + base::percent_encoded(place.key, "/");
  }
  address.base = (is_secure ? "https://" : "http://") + address.host;
  return address;
}

base::Result<S3Answer> S3Client::ask_once(const S3Call& call, const ByteSink* sink, bool wants_part) {
  const Address address = address_of(call.place, false);
  const base::Timestamp now = base::Timestamp::now();
  RequestToSign signing{call.method, address.path, call.query, call.headers, crypto::sha256_hex(call.body)};
  signing.headers.emplace_back("host", address.host);
  signing.headers.emplace_back("x-amz-date", amz_date(now));
  signing.headers.emplace_back("x-amz-content-sha256", signing.payload);
  S3Request request{call.method, address.base + address.path, signing.headers, call.body, sink, wants_part};
  request.headers.emplace_back("authorization", authorization(options_.credentials, signing, now));
  if (!call.query.empty()) request.url += "?" + canonical_query(call.query);
  return transport_.send(request);
}

/// Between half and all of a time that doubles, so that many who wait do not come back at once.
void S3Client::wait_before(unsigned attempt) const {
  const auto longest = options_.first_wait * (1U << std::min(attempt - 1, 6U));
  const auto share = static_cast<unsigned char>(crypto::random_bytes(1).front());
  std::this_thread::sleep_for(longest / 2 + longest / 2 * share / 255);
}

base::Problem S3Client::problem_of(const S3Call& call, const S3Answer& answer) const {
  return s3_problem(answer, options_, call.place.bucket, call.place.key);
}

base::Result<S3Answer> S3Client::ask(const S3Call& call) {
  bool has_made_bucket = call.place.key.empty() && call.method == "PUT";
  for (unsigned attempt = 1;; ++attempt) {
    ASSIGN_OR_RETURN(S3Answer answer, ask_once(call));
    if (answer.is_yes()) return answer;
    if (!has_made_bucket && answer.status == 404 && read_error(answer.body).code == "NoSuchBucket") {
      has_made_bucket = true;
      RETURN_IF_FAILED(make_bucket(call.place.bucket));
      continue;
    }
    const bool is_answer = answer.broke.empty() &&
                           std::find(call.accepts.begin(), call.accepts.end(), answer.status) != call.accepts.end();
    if (is_answer) return answer;
    if (!is_worth_another_try(answer) || attempt >= options_.attempts) return base::failure(problem_of(call, answer));
    wait_before(attempt);
  }
}

base::Result<> S3Client::make_bucket(const std::string& bucket) {
  constexpr std::string_view usual_region = "us-east-1";
  std::string body;
  if (options_.credentials.region != usual_region) {
    body = "<CreateBucketConfiguration><LocationConstraint>" + options_.credentials.region +
           "</LocationConstraint></CreateBucketConfiguration>";
  }
  // 409: another process was quicker. One that belongs to somebody else is found out by the next request.
  RETURN_IF_FAILED(ask({"PUT", {bucket}, {}, {}, body, {409}}));
  return {};
}

base::Result<> S3Client::read(const S3Place& place, const ByteRange& range, const ByteSink& sink) {
  if (range.size == 0U) return {};
  std::uint64_t got = 0;
  std::string etag;
  for (unsigned attempt = 1;; ++attempt) {
    const std::uint64_t from = range.offset + got;
    S3Call call{"GET", place};
    const bool wants_part = from > 0 || range.size.has_value();
    if (wants_part) call.headers.emplace_back("range", range_text(from, got, range));
    if (!etag.empty()) call.headers.emplace_back("if-match", etag);
    ASSIGN_OR_RETURN(const S3Answer answer, ask_once(call, &sink, wants_part));
    if (answer.is_yes() && (!wants_part || answer.status == 206)) return {};
    if (answer.status == 416 && got == 0) return {};  // it ends before the range begins
    if (answer.bytes > 0) {
      if (got == 0) etag = answer.header("etag");
      got += answer.bytes;
      if (got == range.size) return {};
      attempt = 0;
    }
    if (answer.broke.empty() && answer.status == 404) return object_missing(place.bucket + "/" + place.key);
    if (attempt >= options_.attempts || !is_worth_another_try(answer)) return base::failure(problem_of(call, answer));
    wait_before(attempt + 1);
  }
}

std::string S3Client::link(const S3Place& place, NamedValues query, std::chrono::seconds valid_for) const {
  const Address address = address_of(place, true);
  const RequestToSign request{"GET", address.path, std::move(query), {{"host", address.host}}, "UNSIGNED-PAYLOAD"};
  return address.base + address.path + "?" +
         presigned_query(options_.credentials, request, base::Timestamp::now(), valid_for);
}

}  // namespace platform::storage
