#include "platform/http/conditional.h"

#include <fmt/format.h>
#include <xxhash.h>

#include "base/text.h"

namespace platform::http {
namespace {

bool names(std::string_view tags, std::string_view etag, bool weakly) {
  if (base::trim(tags) == "*") return true;
  if (weakly && etag.starts_with("W/")) etag.remove_prefix(2);
  for (std::string_view tag : base::split(tags, ',')) {
    tag = base::trim(tag);
    if (weakly && tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
  }
  return false;
}

}  // namespace

std::string etag_of(std::string_view content) {
  const XXH128_hash_t hash = XXH3_128bits(content.data(), content.size());
  return fmt::format("\"{:016x}{:016x}\"", hash.high64, hash.low64);
}

base::Result<> check_if_match(const Request& request, std::string_view current) {
  const std::string_view wanted = request.header("if-match");
  if (wanted.empty() || names(wanted, current, false)) return {};
  return base::failure(precondition_failed, "Somebody changed it since you read it.",
                       "Read it again, look at what changed, and send your change with the new ETag in If-Match.");
}

bool is_not_modified(std::string_view if_none_match, std::string_view etag) {
  return !if_none_match.empty() && !etag.empty() && names(if_none_match, etag, true);
}

std::string etag_in_encoding(std::string_view etag, std::string_view encoding) {
  if (encoding.empty() || !etag.ends_with('"')) return std::string(etag);
  return fmt::format("{}-{}\"", etag.substr(0, etag.size() - 1), encoding);
}

std::string without_encodings(std::string_view tags) {
  std::string out(tags);
  for (const std::string_view ending : {"-gzip\"", "-br\""})
    for (auto at = out.find(ending); at != std::string::npos; at = out.find(ending, at))
      out.replace(at, ending.size(), "\"");
  return out;
}

}  // namespace platform::http
