#include <algorithm>

#include "base/text.h"
#include "platform/telemetry/sentry.h"

namespace platform::telemetry {
namespace {

tl::unexpected<base::Problem> not_a_dsn(std::string_view what) {
  return base::failure(sentry_dsn_invalid, "SENTRY_DSN " + std::string(what) + ".",
                       "Copy it from the project's page again; it looks like https://KEY@HOST/PROJECT.",
                       {.field = "SENTRY_DSN"});
}

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

bool is_host(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F && c != '@' && c != '?'; });
}

}  // namespace

base::Result<SentryAddress> parse_sentry_dsn(std::string_view dsn) {
  const std::size_t scheme_end = dsn.find("://");
  const std::string_view scheme = dsn.substr(0, scheme_end);
  if (scheme_end == std::string_view::npos || (scheme != "https" && scheme != "http")) {
    return not_a_dsn("does not begin with https:// or http://");
  }
  const std::string_view rest = dsn.substr(scheme_end + 3);
  const std::size_t at = rest.find('@');
  if (at == std::string_view::npos) return not_a_dsn("names no key before an @");
  const std::string_view key = rest.substr(0, std::min(at, rest.find(':')));  // an old secret after ':' is not used
  if (!is_word(key)) return not_a_dsn("has a key that is not letters and digits");
  const std::string_view place = rest.substr(at + 1);
  const std::size_t project_begin = place.rfind('/');
  if (project_begin == std::string_view::npos) return not_a_dsn("names no project after the host");
  const std::string_view project = place.substr(project_begin + 1);
  const std::string_view host = place.substr(0, project_begin);
  if (!is_word(project)) return not_a_dsn("names no project after the host");
  if (!is_host(host) || host.front() == '/') return not_a_dsn("names no host");
  return SentryAddress{std::string(scheme) + "://" + std::string(host) + "/api/" + std::string(project) + "/envelope/",
                       "Sentry sentry_version=7, sentry_client=suppliers-import/1, sentry_key=" + std::string(key)};
}

}  // namespace platform::telemetry
