#include "platform/http/attachment.h"

#include <fmt/format.h>

namespace platform::http {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

std::string attachment(std::string_view file_name) {
  std::string plain, encoded;
  bool has_others = false;
  for (const char c : last_part(file_name)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) continue;
    const bool is_simple = is_plain(c);
    has_others = has_others || !(is_simple || c == ' ' || c == '(' || c == ')');
    plain += is_simple || c == ' ' || c == '(' || c == ')' ? c : '_';
    encoded += is_simple ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  if (plain.empty()) return "attachment";
  const std::string simple = "attachment; filename=\"" + plain + '"';
  return has_others ? simple + "; filename*=UTF-8''" + encoded : simple;
}

}  // namespace platform::http
