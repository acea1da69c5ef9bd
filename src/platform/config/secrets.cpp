#include "platform/config/secrets.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"

namespace platform::config {
namespace {

constexpr std::string_view stars = "********";

struct Span {
  std::size_t begin;
  std::size_t end;
};

// People write '/', '@' and '#' in passwords without escaping them, so the password reaches to the last '@'.
std::optional<Span> password_span(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  const std::size_t user = scheme + 3;
  const std::size_t at = url.rfind('@');
  const std::size_t colon = url.find(':', user);
  if (at == std::string_view::npos || colon == std::string_view::npos || colon > at) return std::nullopt;
  return Span{colon + 1, at};
}

std::string mask_parameters(std::string_view query) {
  constexpr std::array telling{"password", "passwd", "secret", "token", "key"};
  std::string out;
  for (const std::string_view part : base::split(query, '&')) {
    if (!out.empty()) out += '&';
    const std::size_t sign = part.find('=');
    const std::string name = base::to_lower_ascii(part.substr(0, sign));
    const bool is_secret = sign != std::string_view::npos && std::ranges::any_of(telling, [&](const char* word) {
                             return name.find(word) != std::string::npos;
                           });
    out += is_secret ? part.substr(0, sign + 1) : part;
    if (is_secret) out += stars;
  }
  return out;
}

// Only letters and digits, lower case: "Change-Me!" and "change_me" are the same word.
std::string letters_and_digits(std::string_view text) {
  std::string out = base::to_lower_ascii(text);
  std::erase_if(out, [](char c) { return !(c >= 'a' && c <= 'z') && !base::is_digit(c); });
  return out;
}

}  // namespace

std::optional<std::string_view> password_in_url(std::string_view url) {
  const auto span = password_span(url);
  if (!span) return std::nullopt;
  return url.substr(span->begin, span->end - span->begin);
}

std::string mask_url(std::string_view url) {
  const auto span = password_span(url);
  std::string out;
  std::string_view rest = url;
  if (span) {
    out += url.substr(0, span->begin);
    if (span->end > span->begin) out += stars;
    rest = url.substr(span->end);
  }
  const std::size_t query = rest.find('?');
  out += rest.substr(0, query);
  if (query != std::string_view::npos) out += '?' + mask_parameters(rest.substr(query + 1));
  return out;
}

std::string mask_secret(std::string_view secret) {
  return secret.empty() ? "" : std::string(stars);
}

bool is_placeholder_secret(std::string_view secret) {
  constexpr std::array telling{"changeme",    "changethis",   "changeit",    "changein",         "changebefore",
                               "placeholder", "replaceme",    "replacethis", "replacewith",      "yoursecret",
                               "yourjwt",     "yourpassword", "yourkey",     "notforproduction", "insecure",
                               "devsecret",   "supersecret",  "examplekey",  "secretkeyhere"};
  constexpr std::array whole_words{"password",  "passwort",  "motdepasse",   "passw0rd", "pass",          "secret",
                                   "secretkey", "jwtsecret", "jwtsecretkey", "admin",    "administrator", "root",
                                   "test",      "testing",   "minioadmin",   "minio",    "postgres",      "guest",
                                   "letmein",   "qwerty",    "azerty",       "default",  "demo",          "example",
                                   "user",      "todo",      "none",         "null",     "xxx",           ""};
  if (secret.starts_with('<') || secret.starts_with("${")) return true;
  std::string word = letters_and_digits(secret);
  if (std::ranges::any_of(telling, [&](const char* part) { return word.find(part) != std::string::npos; })) return true;
  if (std::set<char>(secret.begin(), secret.end()).size() < 4) return true;
  word.erase(word.find_last_not_of("0123456789") + 1);
  const bool has_marks_only = word.empty() && std::ranges::none_of(secret, base::is_digit);
  return !has_marks_only && std::ranges::find(whole_words, std::string_view(word)) != whole_words.end();
}

}  // namespace platform::config
