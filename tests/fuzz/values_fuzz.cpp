#include <cstdlib>
#include <string_view>

#include "base/gtin.h"
#include "base/money.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "domain/imports/transform/transform.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto reading = base::read_gtin(text);
  if (reading.gtin && !base::Gtin::parse(reading.gtin->digits())) std::abort();
  if (const auto number = base::Decimal::parse(text); number && base::Decimal::parse(number->to_string()) != number)
    std::abort();
  if (const auto time = base::Timestamp::parse(text); time && base::Timestamp::parse(time->to_string()) != time)
    std::abort();
  if (!base::is_valid_utf8(base::fold(text)) && base::is_valid_utf8(text)) std::abort();
  for (const imports::NumberStyle style : {imports::NumberStyle{'.', ','}, {',', '.'}, {',', ' '}}) {
    const auto plain = imports::read_number(text, style);
    if (plain && plain->find_first_not_of("-.0123456789") != std::string::npos) std::abort();
  }
  return 0;
}
