#include "platform/client/ftp_listing.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace platform::client {
namespace {

bool is_plain(char c) {
  return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' ||
         c == '~' || c == '/';
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<base::Timestamp> parse_ftp_time(std::string_view text) {
  if (text.size() < 14 || !std::ranges::all_of(text.substr(0, 14), base::is_digit)) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) { return std::string(text.substr(at, size)); };
  return base::Timestamp::parse(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(8, 2) + ":" +
                                part(10, 2) + ":" + part(12, 2) + "Z");
}

std::optional<RemoteFile> parse_mlsd_line(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || blank + 1 == line.size()) return std::nullopt;
  RemoteFile file;
  file.name = line.substr(blank + 1);
  bool is_file = false;
  for (const std::string_view fact : base::split(line.substr(0, blank), ';')) {
    const std::size_t equals = fact.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string name = base::to_lower_ascii(fact.substr(0, equals));
    const std::string_view value = fact.substr(equals + 1);
    if (name == "type") is_file = base::to_lower_ascii(value) == "file";
    if (name == "size") file.size = number_of(value);
    if (name == "modify") file.modified = parse_ftp_time(value);
  }
  return is_file ? std::optional(std::move(file)) : std::nullopt;
}

std::vector<std::string> parse_names(std::string_view listing) {
  std::vector<std::string> names;
  for (std::string_view line : base::split(listing, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = line.substr(line.rfind('/') + 1);
    if (!line.empty() && line != "." && line != "..") names.emplace_back(line);
  }
  return names;
}

std::string ftp_path(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  if (path.starts_with('/')) {
    out = "%2F";
    path.remove_prefix(1);
  }
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(c)) {
      out += c;
    } else {
      out.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    }
  }
  return out;
}

}  // namespace platform::client
