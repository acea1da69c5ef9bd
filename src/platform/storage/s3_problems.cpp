#include "platform/storage/s3_problems.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/storage/object_keys.h"
#include "platform/storage/s3_xml.h"

namespace platform::storage {
namespace {

base::Problem away(const S3Answer& answer, const S3Options& options) {
  if (answer.is_about_tls) {
    return {&storage_unavailable,
            fmt::format("No encrypted connection to the S3 service at \"{}\" is possible: {}.", options.endpoint,
                        answer.broke),
            "Check the certificate of the service, and whether MINIO_SECURE fits how it is run.",
            {}};
  }
  return {&storage_unavailable,
          fmt::format("The S3 service at \"{}\" cannot be reached: {}.", options.endpoint, answer.broke),
          "Check that it runs and that MINIO_ENDPOINT is right; then try again. This program needs no restart.",
          {}};
}

base::Problem denied(const S3Error& said, const S3Options& options, const std::string& bucket) {
  const std::string message = fmt::format("The S3 service at \"{}\" refuses access to the bucket \"{}\" ({}).",
                                          options.endpoint, bucket, said.code.empty() ? "403" : said.code);
  if (said.code == "RequestTimeTooSkewed")
    return {&storage_access_denied, message, "The clocks of the two machines differ: set both right.", {}};
  return {&storage_access_denied,
          message,
          "Check MINIO_ACCESS_KEY and MINIO_SECRET_KEY, and that this key may read and write the bucket.",
          {}};
}

bool is_about_room(const S3Answer& answer, const S3Error& said) {
  constexpr std::array codes{"XMinioStorageFull",   "QuotaExceeded",        "XMinioAdminBucketQuotaExceeded",
                             "InsufficientStorage", "InsufficientCapacity", "NoSpaceLeft"};
  return answer.status == 507 || std::find(codes.begin(), codes.end(), said.code) != codes.end();
}

}  // namespace

bool is_worth_another_try(const S3Answer& answer) {
  if (!answer.broke.empty()) return !answer.is_about_tls;
  if (is_about_room(answer, read_error(answer.body))) return false;
  constexpr std::array passing{408, 429, 500, 502, 503, 504};
  return std::find(passing.begin(), passing.end(), answer.status) != passing.end();
}

base::Problem s3_problem(const S3Answer& answer, const S3Options& options, const std::string& bucket,
                         const std::string& key) {
  if (!answer.broke.empty()) return away(answer, options);
  const S3Error said = read_error(answer.body);
  if (is_about_room(answer, said)) {
    return {&storage_full,
            fmt::format("There is no room left in the bucket \"{}\" of the S3 service at \"{}\".", bucket,
                        options.endpoint),
            "Free some space there or enlarge its disk, then try again.",
            {}};
  }
  if (answer.status == 401 || answer.status == 403) return denied(said, options, bucket);
  if (said.code == "NoSuchBucket") {
    return {&storage_bucket_missing,
            fmt::format("The S3 service at \"{}\" has no bucket \"{}\", and it could not be made.", options.endpoint,
                        bucket),
            "Make the bucket, or let the access key make buckets.",
            {}};
  }
  if (answer.status == 404) return object_missing(bucket + "/" + key).value();
  return {&storage_unavailable,
          fmt::format("The S3 service at \"{}\" answered {}{} for the bucket \"{}\".", options.endpoint, answer.status,
                      said.code.empty() ? "" : fmt::format(" ({}: {})", said.code, said.message), bucket),
          "Look into the log of the S3 service, then try again. This program needs no restart.",
          {}};
}

}  // namespace platform::storage
