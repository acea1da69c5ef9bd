#include "ops/checks/known_secrets.h"

#include <algorithm>

#include "base/json_writer.h"
#include "platform/config/secrets.h"

namespace ops {
namespace {

/// Shorter ones are words of any text; production refuses them.
constexpr std::size_t shortest = 4;

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// "p%40ss" -> "p@ss".
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_code =
        text[i] == '%' && i + 2 < text.size() && digit_of(text[i + 1]) >= 0 && digit_of(text[i + 2]) >= 0;
    out += is_code ? static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2])) : text[i];
    if (is_code) i += 2;
  }
  return out;
}

std::string in_json(std::string_view text) {
  std::string quoted;
  base::append_json_string(quoted, text);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

KnownSecrets::KnownSecrets(const platform::config::Settings& settings) {
  for (const platform::config::SettingInfo& setting : platform::config::setting_table()) {
    const std::string& value = settings.value(setting.name);
    if (setting.secret) add(value);
    if (const auto password = platform::config::password_in_url(value)) add(*password);
  }
  std::ranges::sort(secrets_, std::greater<>{}, &std::string::size);
}

void KnownSecrets::add(std::string_view secret) {
  const std::string decoded = percent_decoded(secret);
  for (const std::string& form : {std::string(secret), decoded, in_json(secret), in_json(decoded)}) {
    if (form.size() >= shortest) secrets_.push_back(form);
  }
}

std::string KnownSecrets::without(std::string_view text) const {
  std::string out(text);
  constexpr std::string_view stars = "********";
  for (const std::string& secret : secrets_) {
    for (std::size_t at = out.find(secret); at != std::string::npos; at = out.find(secret, at + stars.size()))
      out.replace(at, secret.size(), stars);
  }
  return out;
}

}  // namespace ops
