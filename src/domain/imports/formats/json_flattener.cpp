#include "domain/imports/formats/json_flattener.h"

#include <simdjson.h>

#include "base/text.h"
#include "domain/imports/formats/json_scanner.h"

namespace imports {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::string_view replacement = "\\uFFFD";

/// Whether a \u escape begins at `at`, and of which half of a surrogate pair ('\0': of none).
enum class Half : char { none, high, low };
Half half_at(std::string_view json, std::size_t at) {
  if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u') return Half::none;
  if (json[at + 2] != 'd' && json[at + 2] != 'D') return Half::none;
  const char digit = base::is_digit(json[at + 3]) ? json[at + 3] : static_cast<char>(json[at + 3] | 0x20);
  if (digit < '8') return Half::none;
  return digit == '8' || digit == '9' || digit == 'a' || digit == 'b' ? Half::high : Half::low;
}

/// Replaces escapes of half a character by U+FFFD, since one bad character must not cost a record. False when there are
/// none; then `repaired` is left alone.
bool replace_lone_surrogates(std::string_view json, std::string& repaired) {
  bool found = false;
  for (auto at = json.find('\\'); at != std::string_view::npos; at = json.find('\\', at)) {
    const auto half = half_at(json, at);
    if (half == Half::high && half_at(json, at + 6) == Half::low) {
      at += 12;
    } else if (half != Half::none) {
      if (!found) repaired.assign(json);
      found = true;
      repaired.replace(at, replacement.size(), replacement);
      at += replacement.size();
    } else {
      at += 2;
    }
  }
  return found;
}

std::string_view without_blanks_behind(std::string_view token) {
  return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
}

/// One walk through one record.
class Walk {
 public:
  explicit Walk(FieldGatherer& fields) : fields_(fields) {}

  void members(ondemand::object object) {
    bool any = false;
    for (auto field : object) {
      any = true;
      const auto length = path_.size();
      const std::string_view name = field.unescaped_key();
      if (length > 0) path_ += '.';
      path_ += name;
      value(field.value());
      path_.resize(length);
    }
    if (!any && !path_.empty()) put({});
  }

  void elements(ondemand::array array) {
    const bool outer = std::exchange(in_array_, true);
    bool any = false;
    for (auto element : array) {
      any = true;
      value(element.value());
    }
    in_array_ = outer;
    if (!any) put({});
  }

  void put(std::string_view text) {
    const std::string_view column = path_.empty() && !named_ ? std::string_view("value") : std::string_view(path_);
    if (in_array_) {
      fields_.append(column, text);
    } else {
      fields_.set(column, text);
    }
  }

 private:
  void value(ondemand::value value) {
    const bool outer = std::exchange(named_, named_ || !in_array_);
    switch (value.type()) {
      case ondemand::json_type::object:
        members(value.get_object());
        break;
      case ondemand::json_type::array:
        elements(value.get_array());
        break;
      case ondemand::json_type::string:
        put(value.get_string());
        break;
      case ondemand::json_type::null:
        put({});
        break;
      default:
        put(without_blanks_behind(value.raw_json_token()));
    }
    named_ = outer;
  }

  FieldGatherer& fields_;
  std::string path_;
  bool in_array_ = false;
  bool named_ = false;  // below a member, so that an empty path is the member's empty name
};

}  // namespace

class JsonFlattener::Parser {
 public:
  void flatten(std::string_view json, std::size_t allocated, FieldGatherer& fields) {
    ondemand::document document = parser_.iterate(json.data(), json.size(), allocated);
    Walk walk(fields);
    if (json.front() == '{') {
      walk.members(document.get_object());
    } else if (json.front() == '[') {
      walk.elements(document.get_array());
    } else if (json.front() == '"') {
      walk.put(document.get_string());
    } else {
      walk.put(json == "null" ? std::string_view{} : json);
    }
  }

  std::string repaired;  // the record with its lone surrogates replaced

 private:
  ondemand::parser parser_;
};

JsonFlattener::JsonFlattener() : parser_(std::make_unique<Parser>()) {}
JsonFlattener::~JsonFlattener() = default;

base::Result<void> JsonFlattener::flatten(std::string_view json, FieldGatherer& fields) {
  static_assert(JsonScanner::padding >= simdjson::SIMDJSON_PADDING);
  try {
    if (replace_lone_surrogates(json, parser_->repaired)) {
      auto& copy = parser_->repaired;
      const auto length = copy.size();
      copy.resize(length + JsonScanner::padding);
      parser_->flatten({copy.data(), length}, copy.size(), fields);
    } else {
      parser_->flatten(json, json.size() + JsonScanner::padding, fields);
    }
  } catch (const simdjson::simdjson_error& error) {
    // The scanner has checked the grammar; what is left is text that is not UTF-8.
    return base::failure(json_invalid, std::string("A record of the JSON cannot be read: ") + error.what() + ".",
                         "Set the encoding of the file, or ask the supplier for a file in UTF-8.");
  }
  return {};
}

std::string json_text(std::string_view quoted) {
  if (quoted.find('\\') == std::string_view::npos) return std::string(quoted.substr(1, quoted.size() - 2));
  std::string repaired;
  if (!replace_lone_surrogates(quoted, repaired)) repaired = quoted;
  simdjson::dom::parser parser;
  std::string_view text;
  if (parser.parse(repaired).get(text) != simdjson::SUCCESS) return std::string(quoted);
  return std::string(text);
}

}  // namespace imports
