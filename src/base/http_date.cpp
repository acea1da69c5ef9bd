#include "base/http_date.h"

#include <time.h>

#include <string>

namespace base {

std::optional<Timestamp> http_date(std::string_view text) {
  tm parts{};
  const std::string copy(text);
  const char* const end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return Timestamp(std::int64_t{::timegm(&parts)} * 1'000'000);
}

}  // namespace base
