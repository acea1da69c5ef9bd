#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace suppliers {

/// A JSON document whose parts are handed on as they were written: a price stays "19.90", a long number keeps its
/// digits.
class JsonPage {
 public:
  /// Fails with source_answer_unexpected when it is not JSON.
  static base::Result<JsonPage> parse(std::string text, std::string_view host);

  /// The elements of the array at "data.items" ("" for the document itself), each on one line. Nothing when there is no
  /// array.
  std::optional<std::vector<std::string>> items(std::string_view path) const;
  /// The text or the number at the path; "" when absent, null or false.
  std::string scalar(std::string_view path) const;

 private:
  explicit JsonPage(std::string text) : text_(std::move(text)) {}
  std::string_view at(std::string_view path) const;

  std::string text_;
};

}  // namespace suppliers
