#include "base/text.h"
#include "domain/imports/transform/families.h"
#include "domain/imports/transform/from_function.h"

namespace imports {

namespace {

void capitalise(std::string& value, std::string_view word_breaks) {
  const auto lower = base::to_lower(value);
  std::string out;
  bool at_start = true;
  for (std::string_view rest = lower; !rest.empty();) {
    const auto letter = base::utf8_prefix(rest, 1);
    if (letter.empty()) break;
    const bool is_break = letter.size() == 1 && word_breaks.find(letter[0]) != std::string_view::npos;
    out += at_start ? base::to_upper(letter) : std::string(letter);
    at_start = is_break || (at_start && base::is_blank(letter[0]));
    rest.remove_prefix(letter.size());
  }
  value = std::move(out);
}

}  // namespace

base::Result<TransformPointer> make_trim(const TransformSpec&) {
  return from_function([](std::string& value) { value = std::string(base::trim(value)); });
}

base::Result<TransformPointer> make_upper(const TransformSpec&) {
  return from_function([](std::string& value) { value = base::to_upper(value); });
}

base::Result<TransformPointer> make_lower(const TransformSpec&) {
  return from_function([](std::string& value) { value = base::to_lower(value); });
}

base::Result<TransformPointer> make_title(const TransformSpec&) {
  return from_function([](std::string& value) { capitalise(value, " \t\r\n-/(\"&+"); });
}

base::Result<TransformPointer> make_capitalise(const TransformSpec&) {
  return from_function([](std::string& value) { capitalise(value, ""); });
}

}  // namespace imports
