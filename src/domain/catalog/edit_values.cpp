#include "domain/catalog/edit_values.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/json_writer.h"
#include "base/money.h"
#include "base/text.h"
#include "domain/catalog/product_edit.h"

namespace catalog {
namespace {

using Stored = std::optional<std::string>;

constexpr std::size_t longest_text = 100'000;
constexpr std::size_t longest_line = 1'000;

tl::unexpected<base::Problem> refused(ShownField field, std::string_view written, std::string cure) {
  constexpr std::size_t shown = 60;
  return base::failure(
      product_edit_invalid,
      "\"" + std::string(base::utf8_prefix(written, shown)) + "\" is no value for " + std::string(name_of(field)) + ".",
      std::move(cure), {.field = std::string(name_of(field))});
}

base::Result<Stored> text_value(ShownField field, std::string_view text, std::size_t longest) {
  const bool has_controls = std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == '\x7f';
  });
  if (!has_controls && base::is_valid_utf8(text) && base::utf8_length(text) <= longest) return Stored(text);
  return refused(field, text,
                 "Give text of at most " + std::to_string(longest) + " characters without control characters.");
}

base::Result<Stored> number_value(ShownField field, std::string_view text, std::int64_t divisor,
                                  std::int64_t highest_units) {
  const auto number = base::Decimal::parse(text);
  if (number && number->units() >= 0 && number->units() <= highest_units && number->units() % divisor == 0) {
    return Stored(std::to_string(number->units() / divisor));
  }
  return refused(field, text, "Give a number such as 12.50, without a sign or a unit.");
}

base::Result<Stored> attributes_value(std::string_view text) {
  boost::system::error_code error;
  const auto json = boost::json::parse({text.data(), text.size()}, error);
  if (error || !json.is_object()) {
    return refused(ShownField::attributes, text, R"(Give a JSON object such as {"colour":"red"}.)");
  }
  std::map<std::string, std::string> sorted;
  for (const auto& member : json.get_object()) {
    sorted.emplace(std::string_view(member.key()), boost::json::serialize(member.value()));
  }
  if (sorted.empty()) return Stored{};
  base::JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : sorted) out.key(name).raw(value);
  out.end_object();
  return Stored(out.take());
}

}  // namespace

base::Result<Stored> stored_value(ShownField field, std::string_view written) {
  constexpr std::int64_t any = 1, whole_milligrams = base::Decimal::scale / 1'000;
  constexpr std::int64_t highest = 1'000'000'000 * base::Decimal::scale, all = 100 * base::Decimal::scale;
  const std::string_view text = base::trim(written);
  if (text.empty()) return Stored{};
  switch (field) {
    case ShownField::retail_price:
      return number_value(field, text, any, highest);
    case ShownField::vat_rate:
      return number_value(field, text, any, all);
    case ShownField::weight:
      return number_value(field, text, whole_milligrams, highest);
    case ShownField::currency: {
      const auto currency = base::Currency::parse(text);
      if (currency) return Stored(currency->code());
      return refused(field, text, "Give a code of three letters such as EUR.");
    }
    case ShownField::attributes:
      return attributes_value(text);
    case ShownField::description:
    case ShownField::image_urls:
      return text_value(field, text, longest_text);
    case ShownField::name:
    case ShownField::brand:
    case ShownField::category:
    case ShownField::manufacturer_reference:
      break;
  }
  return text_value(field, text, longest_line);
}

}  // namespace catalog
