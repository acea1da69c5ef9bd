#include "platform/config/dot_env.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "platform/config/text_file.h"

namespace platform::config {
namespace {

constexpr bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || base::is_digit(c) || c == '_';
}

bool is_blank_or_comment(std::string_view text) {
  const std::string_view rest = base::trim(text);
  return rest.empty() || rest.starts_with('#');
}

char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

// The value of a text that begins with a quote; nothing when the quote is not closed or something follows it.
std::optional<std::string> quoted_value(std::string_view text) {
  const char quote = text.front();
  std::string value;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == quote) return is_blank_or_comment(text.substr(at + 1)) ? std::optional(value) : std::nullopt;
    const bool is_escape = quote == '"' && text[at] == '\\' && at + 1 < text.size() &&
                           std::string_view("nrt\"\\$").find(text[at + 1]) != std::string_view::npos;
    value += is_escape ? unescaped(text[++at]) : text[at];
  }
  return std::nullopt;
}

// A comment begins at a '#' after a blank, so that "pass#word" stays whole.
std::string_view without_comment(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '#' && (at == 0 || base::is_blank(text[at - 1]))) return text.substr(0, at);
  }
  return text;
}

std::optional<std::string> value_of(std::string_view text) {
  const std::string_view trimmed = base::trim(text);
  if (trimmed.starts_with('"') || trimmed.starts_with('\'')) return quoted_value(trimmed);
  return std::string(base::trim(without_comment(text)));
}

void parse_line(std::string_view line, std::size_t number, DotEnv& result) {
  if (is_blank_or_comment(line)) return;
  const std::string where = ".env, line " + std::to_string(number) + ": ";
  const std::size_t sign = line.find('=');
  std::string_view name = base::trim(line.substr(0, std::min(sign, line.size())));
  constexpr std::string_view prefix = "export";
  if (name.starts_with(prefix) && name.size() > prefix.size() && base::is_blank(name[prefix.size()]))
    name = base::trim(name.substr(prefix.size()));
  if (sign == std::string_view::npos || name.empty() || !std::ranges::all_of(name, is_name_character)) {
    result.errors.push_back(where + "expected NAME=value.");
    return;
  }
  auto value = value_of(line.substr(sign + 1));
  if (!value) {
    result.errors.push_back(where + "the value of " + std::string(name) +
                            " has a quote that is not closed at its end.");
    return;
  }
  result.entries.push_back({std::string(name), *std::move(value), number});
}

}  // namespace

const std::string* DotEnv::find(std::string_view name) const {
  const auto found =
      std::find_if(entries.rbegin(), entries.rend(), [&](const auto& entry) { return entry.name == name; });
  return found == entries.rend() ? nullptr : &found->value;
}

DotEnv parse_dot_env(std::string_view text) {
  DotEnv result;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t number = 0;
  for (const std::string_view line : base::split(text, '\n')) parse_line(line, ++number, result);
  return result;
}

DotEnv read_dot_env(const std::filesystem::path& file) {
  std::error_code ignored;
  if (file.empty() || !std::filesystem::exists(file, ignored)) return {};
  const auto text = read_text_file(file);
  if (!text) return {{}, {"the file " + file.string() + " cannot be read."}};
  return parse_dot_env(*text);
}

}  // namespace platform::config
