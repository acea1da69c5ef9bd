#include <algorithm>
#include <set>

#include "base/http_date.h"
#include "base/text.h"
#include "ops/checks/doctor_checks.h"
#include "ops/checks/wire.h"
#include "platform/client/http_client.h"
#include "platform/redis/redis.h"
#include "platform/storage/s3_options.h"
#include "platform/storage/sigv4.h"

namespace ops {
namespace {

using namespace std::chrono_literals;
using platform::redis::Redis;
using platform::redis::RedisAddress;
using platform::storage::S3Options;

/// The value in "name:value" lines; "" when there is none.
std::string_view info_value(std::string_view info, std::string_view name) {
  for (const std::string_view line : base::split(info, '\n')) {
    const std::string_view trimmed = base::trim(line);
    if (trimmed.starts_with(name) && trimmed.substr(name.size()).starts_with(':'))
      return trimmed.substr(name.size() + 1);
  }
  return {};
}

Findings redis_findings(const std::string& setting, const std::string& url) {
  const std::string area = "redis";
  const auto address = RedisAddress::from(url);
  if (!address) return {failing(area, address.error())};
  Redis redis(*address, {.connections = 1, .connect_timeout = 3s, .command_timeout = 3s});
  const auto info = redis.call({"INFO"});
  if (!info) return {failing(area, redis.problem().value_or(info.error()))};
  const std::string version(info_value(info->text, "redis_version"));
  const std::string policy(info_value(info->text, "maxmemory_policy"));
  const bool is_unbounded = info_value(info->text, "maxmemory") == "0";
  const std::string found = "Redis " + version + " at " + address->shown() + " (" + setting + ") answers; " +
                            (is_unbounded ? "its memory is not bounded" : "its memory is bounded") +
                            ", maxmemory-policy " + policy + ".";
  if (policy.starts_with("allkeys")) {
    return {worrying(area, found,
                     "Set maxmemory-policy to volatile-lru or noeviction: with " + policy +
                         " it drops what other processes rely on when memory is short.")};
  }
  if (is_unbounded) {
    return {
        worrying(area, found, "Set maxmemory, so that it cannot take the memory of everything else on its machine.")};
  }
  return {fine(area, found)};
}

/// A question only the owner of the keys may ask of a bucket.
platform::client::HttpRequest bucket_question(const S3Options& options, const std::string& bucket) {
  const std::string host = options.buckets_in_host ? bucket + "." + options.endpoint : options.endpoint;
  const std::string path = options.buckets_in_host ? "/" : "/" + bucket;
  const std::string query = platform::storage::presigned_query(
      options.credentials, {"HEAD", path, {}, {{"host", host}}, "UNSIGNED-PAYLOAD"}, base::Timestamp::now(), 60s);
  platform::client::HttpRequest request;
  request.method = "HEAD";
  request.url = (options.is_secure ? "https://" : "http://") + host + path + "?" + query;
  request.timeouts = {.connect = 3s, .total = 5s};
  request.follow_redirects = 0;
  return request;
}

Finding bucket_finding(const std::string& bucket, int status) {
  const std::string area = "files";
  if (status >= 200 && status < 300) return fine(area, "The bucket " + bucket + " is there.");
  if (status == 404) {
    return worrying(area, "The bucket " + bucket + " does not exist.",
                    "The first start makes it when the key may make buckets; else make it yourself.");
  }
  const std::string found =
      "The S3 service answers " + std::to_string(status) + " when asked for the bucket " + bucket + ".";
  if (status == 401 || status == 403) {
    return failing(area, found,
                   "Check MINIO_ACCESS_KEY and MINIO_SECRET_KEY, what that key may do, and that both clocks agree.");
  }
  return failing(area, found, "Check MINIO_ENDPOINT, MINIO_SECURE and the name of the bucket.");
}

base::Result<Findings> s3_findings(const Patient& patient, const S3Options& options) {
  const std::string host = options.endpoint.substr(0, options.endpoint.rfind(':'));
  ASSIGN_OR_RETURN(auto rules, platform::client::AddressRules::from(host));
  const platform::client::HttpClient client(std::move(rules));
  Findings findings;
  for (const auto& [name, bucket] : options.buckets) {
    auto request = bucket_question(options, bucket);
    request.authority = patient.options.authority;
    ASSIGN_OR_RETURN(const auto answer, client.send(request));
    findings.push_back(bucket_finding(bucket, answer.status));
    const auto date = base::http_date(answer.header("date"));
    if (date && findings.size() == 1)
      findings.push_back(clock_finding("clock", "the S3 service", base::Timestamp::now() - *date));
  }
  return findings;
}

Findings files_findings(const Patient& patient) {
  const auto options = S3Options::from(patient.settings());
  if (!options) return {failing("files", options.error())};
  if (!*options)
    return {fine("files", "Files are kept in " + (patient.settings().data_dir / "storage").string() + ".")};
  auto found = s3_findings(patient, **options);
  if (!found) return {failing("files", found.error())};
  return *std::move(found);
}

/// True when the lines so far end with one that no other follows ("250 ok", not "250-ok").
bool is_whole_reply(std::string_view text) {
  if (!text.ends_with("\r\n")) return false;
  const std::size_t before = text.substr(0, text.size() - 2).rfind('\n');
  const std::string_view last = before == std::string_view::npos ? text : text.substr(before + 1);
  return last.size() < 4 || last[3] != '-';
}

base::Result<Finding> mail_finding(const Patient& patient) {
  const std::string area = "mail";
  const std::string& host = patient.value("SMTP_SERVER");
  const std::string& port = patient.value("SMTP_PORT");
  const bool is_encrypted = patient.value("SMTP_USE_TLS") == "true";
  const bool begins_with_tls = is_encrypted && port == "465";
  ASSIGN_OR_RETURN(Wire wire, Wire::open({host, port, begins_with_tls, true, patient.options.authority, 8s}));
  ASSIGN_OR_RETURN(const std::string greeting, wire.receive(is_whole_reply));
  const std::string said(base::utf8_prefix(base::trim(greeting), 80));
  const std::string where = host + ":" + port;
  if (!greeting.starts_with("220")) {
    return failing(area, "The mail server " + where + " greets with \"" + said + "\".",
                   "Check SMTP_SERVER and SMTP_PORT, and whether that server serves this machine.");
  }
  RETURN_IF_FAILED(wire.send("EHLO suppliers-import\r\n"));
  ASSIGN_OR_RETURN(const std::string abilities, wire.receive(is_whole_reply));
  RETURN_IF_FAILED(wire.send("QUIT\r\n"));
  if (is_encrypted && !begins_with_tls && abilities.find("STARTTLS") == std::string::npos) {
    return failing(
        area, "The mail server " + where + " offers no encryption, and SMTP_USE_TLS is true: no mail would be sent.",
        "Use the port on which it does (465 or 587), or set SMTP_USE_TLS=false inside a trusted network.");
  }
  return fine(area, "The mail server " + where + " greets: " + said + ".");
}

Findings mail_findings(const Patient& patient) {
  if (patient.value("SMTP_SERVER").empty()) {
    const std::string found = "SMTP_SERVER is not set: no mail is sent.";
    if (!patient.settings().is_production()) return {fine("mail", found)};
    return {worrying("mail", found, "Set SMTP_SERVER: lost passwords and news of failed imports go by mail.")};
  }
  auto finding = mail_finding(patient);
  if (!finding) return {failing("mail", finding.error())};
  return {*std::move(finding)};
}

}  // namespace

std::vector<Check> service_checks(const SharedPatient& patient) {
  std::vector<Check> checks;
  std::set<std::string> seen;
  for (const char* const setting : {"REDIS_URL", "CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"}) {
    const std::string& url = patient->value(setting);
    if (url.empty() || !seen.insert(url).second) continue;
    checks.push_back({"redis", [patient, setting] { return redis_findings(setting, patient->value(setting)); }});
  }
  if (checks.empty()) {
    checks.push_back(
        {"redis",
         [] { return Findings{fine("redis", "REDIS_URL is not set: cache and live events are in the process.")}; }});
  }
  checks.push_back({"files", [patient] { return files_findings(*patient); }});
  checks.push_back({"mail", [patient] { return mail_findings(*patient); }});
  return checks;
}

}  // namespace ops
