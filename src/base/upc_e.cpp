#include "base/upc_e.h"

#include <algorithm>
#include <string>

#include "base/gtin_reader.h"

namespace base {
namespace {

// The sixth digit of a UPC-E says how many of its digits name the company and so where the zeros were:
// the company's digits come first, then zeros, then the item's digits.
struct Layout {
  std::size_t company;  // digits taken from the front
  std::size_t item;     // digits following them
  bool keeps_sixth_in_company;
  bool keeps_sixth_in_item;
};

constexpr Layout layout_of(char sixth) {
  if (sixth <= '2') return {2, 3, true, false};
  if (sixth == '3') return {3, 2, false, false};
  if (sixth == '4') return {4, 1, false, false};
  return {5, 0, false, true};
}

// Zeros the next shorter layout would have suppressed: such a code is never printed.
constexpr bool is_fully_suppressed(std::string_view six) {
  if (six[5] <= '2') return true;
  if (six[5] == '3') return six[2] >= '3';
  return six[5] == '4' ? six[3] != '0' : six[4] != '0';
}

std::array<char, 12> with_zeros(std::string_view eight) {
  const std::string_view six = eight.substr(1, 6);
  const Layout layout = layout_of(six[5]);
  std::array<char, 12> twelve{};
  twelve.fill('0');
  twelve.front() = eight.front();
  twelve.back() = eight.back();
  std::ranges::copy(six.substr(0, layout.company), twelve.begin() + 1);
  if (layout.keeps_sixth_in_company) twelve[1 + layout.company] = six[5];
  if (layout.keeps_sixth_in_item) twelve[10] = six[5];
  std::ranges::copy(six.substr(layout.company, layout.item),
                    twelve.end() - 1 - static_cast<std::ptrdiff_t>(layout.item));
  return twelve;
}

}  // namespace

std::optional<std::array<char, 12>> expand_upc_e(std::string_view eight_digits) {
  if (eight_digits.size() != 8 || eight_digits.front() > '1') return std::nullopt;
  if (!is_fully_suppressed(eight_digits.substr(1, 6))) return std::nullopt;
  const auto twelve = with_zeros(eight_digits);
  if (!has_right_check_digit({twelve.data(), twelve.size()})) return std::nullopt;
  return twelve;
}

std::optional<std::array<char, 8>> compress_upc_e(std::string_view twelve_digits) {
  // What is left of the ten middle digits, one candidate for each way of suppressing zeros.
  const std::string company(twelve_digits.substr(1, 5));
  const std::string item(twelve_digits.substr(6, 5));
  for (const std::string& six :
       {company.substr(0, 2) + item.substr(2) + company[2], company.substr(0, 3) + item.substr(3) + '3',
        company.substr(0, 4) + item.substr(4) + '4', company + item.substr(4)}) {
    const std::string eight = twelve_digits.front() + six + twelve_digits.back();
    const auto back = expand_upc_e(eight);
    if (!back || std::string_view(back->data(), back->size()) != twelve_digits) continue;
    std::array<char, 8> found{};
    std::ranges::copy(eight, found.begin());
    return found;
  }
  return std::nullopt;
}

}  // namespace base
