#include "platform/config/setting_rule.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "platform/config/secrets.h"

namespace platform::config {
namespace {

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

std::string in_words(const std::vector<std::string_view>& words, std::string_view ending = {}) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) out += i + 1 == words.size() ? " or " : ", ";
    out.append(words[i]).append(ending);
  }
  return out;
}

template <class Number>
CheckedValue check_number(const SettingInfo& setting, std::string_view value, std::string_view what) {
  std::string expected(what);
  const auto bounds = rule_bounds(setting.rule);
  if (bounds) expected.append(" from ").append(bounds->first).append(" to ").append(bounds->second);
  const auto number = number_of<Number>(value);
  const bool is_inside = number && (!bounds || (*number >= number_of<Number>(bounds->first).value() &&
                                                *number <= number_of<Number>(bounds->second).value()));
  if (!is_inside) return {{}, expected};
  return {std::string(value), {}};
}

CheckedValue check_boolean(std::string_view value) {
  const std::string word = base::to_lower_ascii(value);
  if (word == "true" || word == "1" || word == "yes" || word == "on") return {"true", {}};
  if (word == "false" || word == "0" || word == "no" || word == "off") return {"false", {}};
  return {{}, "true or false"};
}

CheckedValue check_choice(const SettingInfo& setting, std::string_view value) {
  const auto words = rule_words(setting.rule);
  const auto found = std::ranges::find_if(
      words, [&](std::string_view word) { return base::to_lower_ascii(word) == base::to_lower_ascii(value); });
  if (found == words.end()) return {{}, in_words(words)};
  return {std::string(*found), {}};
}

// "postgresql+asyncpg://" names a driver of another program; "postgres://" is an older spelling.
std::string usual_url(std::string_view scheme, std::string_view rest) {
  scheme = scheme.substr(0, scheme.find('+'));
  if (scheme == "postgres") scheme = "postgresql";
  return std::string(scheme).append(rest);
}

CheckedValue check_url(const SettingInfo& setting, std::string_view value) {
  const auto schemes = rule_words(setting.rule);
  const std::size_t colon = value.find("://");
  const std::string expected = "an address beginning with " + in_words(schemes, "://");
  if (colon == std::string_view::npos || colon + 3 == value.size()) return {{}, expected};
  std::string url = usual_url(base::to_lower_ascii(value.substr(0, colon)), value.substr(colon));
  if (std::ranges::any_of(url, [](char c) { return base::is_blank(c); })) return {{}, expected + ", without blanks"};
  const std::string scheme = url.substr(0, url.find("://"));
  if (std::ranges::find(schemes, std::string_view(scheme)) == schemes.end()) return {{}, expected};
  const std::string_view path = std::string_view(url).substr(scheme.size() + 3);
  if (scheme == "sqlite" && (!path.starts_with('/') || path.size() < 2))
    return {{}, "sqlite:/// followed by the path of a file"};
  return {std::move(url), {}};
}

// Old files hold lists as a, b or as ["a", "b"].
CheckedValue check_list(const SettingInfo& setting, std::string_view value) {
  std::string items;
  for (std::string_view item : base::split(value, ',')) {
    while (!item.empty() && (base::is_blank(item.front()) || item.front() == '[' || item.front() == '"'))
      item.remove_prefix(1);
    while (!item.empty() && (base::is_blank(item.back()) || item.back() == ']' || item.back() == '"'))
      item.remove_suffix(1);
    if (item.empty()) continue;
    if (!setting.rule.empty() && item != "*") {
      if (const auto checked = check_url(setting, item); !checked.error.empty())
        return {{}, "a list, separated by commas, and each item " + checked.error};
    }
    if (!items.empty()) items += ',';
    items += item;
  }
  return {std::move(items), {}};
}

CheckedValue check_text(const SettingInfo& setting, std::string_view value) {
  constexpr std::string_view begins = "begins with ";
  if (setting.rule.starts_with(begins)) {
    const std::string_view start = setting.rule.substr(begins.size());
    if (!value.starts_with(start)) return {{}, "a text that begins with " + std::string(start)};
  }
  return {std::string(value), {}};
}

std::size_t shortest_in_production(std::string_view rule) {
  constexpr std::string_view words = "at least ";
  const std::size_t at = rule.find(words);
  if (at == std::string_view::npos) return 0;
  const std::string_view rest = rule.substr(at + words.size());
  return number_of<std::size_t>(rest.substr(0, rest.find(' '))).value();
}

}  // namespace

std::vector<std::string_view> rule_words(std::string_view rule) {
  return base::split(rule, '|');
}

std::optional<std::pair<std::string_view, std::string_view>> rule_bounds(std::string_view rule) {
  constexpr std::string_view between = " to ";
  const std::size_t at = rule.find(between);
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair(rule.substr(0, at), rule.substr(at + between.size()));
}

CheckedValue check_value(const SettingInfo& setting, std::string_view value) {
  switch (setting.type) {
    case SettingType::integer:
      return check_number<std::int64_t>(setting, value, "a whole number");
    case SettingType::seconds:
      return check_number<std::int64_t>(setting, value, "a whole number of seconds");
    case SettingType::real:
      return check_number<double>(setting, value, "a number");
    case SettingType::boolean:
      return check_boolean(value);
    case SettingType::choice:
      return check_choice(setting, value);
    case SettingType::url:
      return value.empty() ? CheckedValue{} : check_url(setting, value);
    case SettingType::list:
      return check_list(setting, value);
    case SettingType::text:
    case SettingType::path:
      break;
  }
  return check_text(setting, value);
}

std::optional<std::string> production_objection(const SettingInfo& setting, const std::string& value) {
  if (setting.type == SettingType::url) {
    const auto password = password_in_url(value);
    if (!password || password->empty() || !is_placeholder_secret(*password)) return std::nullopt;
    return "holds a placeholder as its password, which production does not accept";
  }
  if (!setting.secret) return std::nullopt;
  if (value.empty()) {
    if (setting.rule.find("required") == std::string_view::npos) return std::nullopt;
    return "is not set, and production needs it";
  }
  if (is_placeholder_secret(value)) return "is a placeholder, which production does not accept";
  const std::size_t shortest = shortest_in_production(setting.rule);
  if (base::utf8_length(value) >= shortest) return std::nullopt;
  return "is too short: production needs at least " + std::to_string(shortest) + " characters";
}

}  // namespace platform::config
