#include <algorithm>

#include "base/text.h"
#include "domain/imports/transform/families.h"
#include "domain/imports/transform/from_function.h"
#include "domain/imports/transform/settings.h"

namespace imports {

namespace {

void replace_all(std::string& value, std::string_view find, std::string_view with) {
  for (auto at = value.find(find); at != std::string::npos; at = value.find(find, at + with.size())) {
    value.replace(at, find.size(), with);
  }
}

constexpr std::size_t last_part = 0;

// The part between separators, counted from 1; "" when there are fewer.
std::string_view part_of(std::string_view text, std::string_view separator, std::size_t wanted) {
  if (wanted == last_part) {
    const auto at = text.rfind(separator);
    return at == std::string_view::npos ? text : text.substr(at + separator.size());
  }
  for (std::size_t part = 1; part < wanted; ++part) {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + separator.size());
  }
  return text.substr(0, text.find(separator));
}

base::Result<std::string> filled_setting(const TransformSpec& spec, std::string_view key) {
  if (spec.setting(key).empty()) return base::failure(wrong_setting(spec, key, "at least one character"));
  return std::string(spec.setting(key));
}

}  // namespace

base::Result<TransformPointer> make_replace(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(auto find, filled_setting(spec, "find"));
  ASSIGN_OR_RETURN(const auto whole, flag_setting(spec, "whole", false));
  auto with = std::string(spec.setting("with"));
  if (whole) {
    return from_function([find = std::move(find), with = std::move(with)](std::string& value) {
      if (base::trim(value) == find) value = with;
    });
  }
  return from_function(
      [find = std::move(find), with = std::move(with)](std::string& value) { replace_all(value, find, with); });
}

base::Result<TransformPointer> make_prefix(const TransformSpec& spec) {
  return from_function([text = std::string(spec.setting("text"))](std::string& value) {
    if (!base::trim(value).empty()) value.insert(0, text);
  });
}

base::Result<TransformPointer> make_suffix(const TransformSpec& spec) {
  return from_function([text = std::string(spec.setting("text"))](std::string& value) {
    if (!base::trim(value).empty()) value += text;
  });
}

base::Result<TransformPointer> make_digits_only(const TransformSpec&) {
  return from_function([](std::string& value) { std::erase_if(value, [](char c) { return !base::is_digit(c); }); });
}

base::Result<TransformPointer> make_left_pad(const TransformSpec& spec) {
  constexpr std::int64_t widest = 1000;
  ASSIGN_OR_RETURN(const auto width, whole_setting(spec, "width", 1, widest, 1));
  const auto with = spec.setting("with", "0");
  if (with.size() != 1) return base::failure(wrong_setting(spec, "with", "one character, like 0"));
  return from_function([width = static_cast<std::size_t>(width), with = with[0]](std::string& value) {
    const auto text = base::trim(value);
    const auto length = base::utf8_length(text);
    if (length == 0 || length >= width) return;
    value = std::string(width - length, with).append(text);
  });
}

base::Result<TransformPointer> make_split(const TransformSpec& spec) {
  ASSIGN_OR_RETURN(auto separator, filled_setting(spec, "separator"));
  std::int64_t wanted = last_part;
  if (spec.setting("index") != "last") {
    constexpr std::int64_t highest = 1000;
    const auto counted = whole_setting(spec, "index", 1, highest, 1);
    if (!counted) return base::failure(wrong_setting(spec, "index", "a whole number from 1 to 1000, or \"last\""));
    wanted = *counted;
  }
  return from_function([separator = std::move(separator), wanted = static_cast<std::size_t>(wanted)](
                           std::string& value) { value = std::string(base::trim(part_of(value, separator, wanted))); });
}

base::Result<TransformPointer> make_default(const TransformSpec& spec) {
  return from_function([otherwise = std::string(spec.setting("value"))](std::string& value) {
    if (base::trim(value).empty()) value = otherwise;
  });
}

}  // namespace imports
