#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "base/uuid.h"

namespace test {

/// Checks JSON values against the schemas of an OpenAPI document, by the keywords that document uses and no other: a
/// keyword this does not know would be a promise nobody checks, so it throws.
class SchemaCheck {
 public:
  explicit SchemaCheck(boost::json::object document) : document_(std::move(document)) {}

  /// What is wrong with the value, one line each, beginning with its JSON pointer.
  std::vector<std::string> violations(const boost::json::value& value, const boost::json::value& schema) const {
    std::vector<std::string> found;
    check(value, schema, "", found);
    return found;
  }

  /// The schema itself, when this one only refers to it.
  const boost::json::object& resolved(const boost::json::value& schema) const {
    const auto* reference = schema.as_object().if_contains("$ref");
    if (reference == nullptr) return schema.as_object();
    constexpr std::string_view place = "#/components/schemas/";
    const std::string_view name = reference->as_string();
    if (name.substr(0, place.size()) != place) throw std::logic_error("a reference to elsewhere: " + std::string(name));
    return resolved(document_.at("components").at("schemas").at(name.substr(place.size())));
  }

 private:
  using Violations = std::vector<std::string>;

  void check(const boost::json::value& value, const boost::json::value& any_schema, const std::string& at,
             Violations& found) const {
    const boost::json::object& schema = resolved(any_schema);
    for (const auto& [key, rule] : schema) {
      const std::string_view keyword = key;
      if (keyword == "type") {
        check_type(value, rule.as_string(), at, found);
      } else if (keyword == "format") {
        check_format(value, rule.as_string(), at, found);
      } else if (keyword == "enum") {
        const auto& known = rule.as_array();
        if (std::find(known.begin(), known.end(), value) == known.end()) found.push_back(at + " is none of its enum");
      } else if (keyword == "anyOf") {
        check_any_of(value, rule.as_array(), at, found);
      } else if (keyword == "items") {
        check_items(value, rule, at, found);
      } else if (keyword == "properties" || keyword == "required" || keyword == "additionalProperties") {
        continue;  // together, below
      } else if (keyword == "minimum" || keyword == "maximum") {
        check_bound(value, keyword, rule.to_number<double>(), at, found);
      } else if (keyword == "minLength" || keyword == "maxLength") {
        check_length(value, keyword, rule.to_number<std::size_t>(), at, found);
      } else if (keyword != "description") {
        throw std::logic_error("the keyword " + std::string(keyword) + " is not checked");
      }
    }
    if (value.is_object()) check_members(value.as_object(), schema, at, found);
  }

  static void check_type(const boost::json::value& value, std::string_view type, const std::string& at,
                         Violations& found) {
    const bool fits = (type == "null" && value.is_null()) || (type == "boolean" && value.is_bool()) ||
                      (type == "string" && value.is_string()) || (type == "array" && value.is_array()) ||
                      (type == "object" && value.is_object()) || (type == "number" && value.is_number()) ||
                      (type == "integer" && is_whole(value));
    if (!fits)
      found.push_back(at + " is " + boost::json::serialize(value).substr(0, 60) + ", not " + std::string(type));
  }
  static bool is_whole(const boost::json::value& value) {
    return value.is_int64() || value.is_uint64() ||
           (value.is_double() && std::trunc(value.get_double()) == value.get_double());
  }

  template <class Integer>
  static bool is_within(const boost::json::value& value) {
    boost::json::error_code failed;
    value.to_number<Integer>(failed);
    return !failed;
  }

  static void check_format(const boost::json::value& value, std::string_view format, const std::string& at,
                           Violations& found) {
    bool fits = true;
    if (format == "uuid") {
      fits = !value.is_string() || base::Uuid::parse(std::string_view(value.get_string())).has_value();
    } else if (format == "date-time") {
      fits = !value.is_string() || base::Timestamp::parse(std::string_view(value.get_string())).has_value();
    } else if (format == "int32" || format == "int64") {
      fits =
          !value.is_number() || (format == "int32" ? is_within<std::int32_t>(value) : is_within<std::int64_t>(value));
    } else {
      throw std::logic_error("the format " + std::string(format) + " is not checked");
    }
    if (!fits)
      found.push_back(at + " is " + boost::json::serialize(value).substr(0, 60) + ", no " + std::string(format));
  }

  void check_any_of(const boost::json::value& value, const boost::json::array& choices, const std::string& at,
                    Violations& found) const {
    Violations all;
    for (const boost::json::value& choice : choices) {
      Violations here;
      check(value, choice, at, here);
      if (here.empty()) return;
      all.insert(all.end(), here.begin(), here.end());
    }
    found.insert(found.end(), all.begin(), all.end());
  }

  void check_items(const boost::json::value& value, const boost::json::value& schema, const std::string& at,
                   Violations& found) const {
    if (!value.is_array()) return;
    for (std::size_t i = 0; i < value.get_array().size(); ++i)
      check(value.get_array()[i], schema, at + "/" + std::to_string(i), found);
  }

  static void check_bound(const boost::json::value& value, std::string_view keyword, double bound,
                          const std::string& at, Violations& found) {
    if (!value.is_number()) return;
    const double number = value.to_number<double>();
    if (keyword == "minimum" ? number < bound : number > bound)
      found.push_back(at + " is beyond its " + std::string(keyword));
  }

  static void check_length(const boost::json::value& value, std::string_view keyword, std::size_t bound,
                           const std::string& at, Violations& found) {
    if (!value.is_string()) return;
    const auto& text = value.get_string();
    const auto is_start = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    const auto length = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_start));
    if (keyword == "minLength" ? length < bound : length > bound)
      found.push_back(at + " is beyond its " + std::string(keyword));
  }

  void check_members(const boost::json::object& object, const boost::json::object& schema, const std::string& at,
                     Violations& found) const {
    if (const auto* required = schema.if_contains("required")) {
      for (const auto& name : required->as_array())
        if (!object.contains(name.as_string()))
          found.push_back(at + "/" + std::string(name.as_string()) + " is missing");
    }
    const auto* properties = schema.if_contains("properties");
    const auto* others = schema.if_contains("additionalProperties");
    for (const auto& [key, member] : object) {
      const std::string here = at + "/" + std::string(key);
      const auto* known = properties == nullptr ? nullptr : properties->as_object().if_contains(key);
      if (known != nullptr) {
        check(member, *known, here, found);
      } else if (others != nullptr && others->is_object()) {
        check(member, *others, here, found);
      } else if (others != nullptr && !others->as_bool()) {
        found.push_back(here + " is not known");
      }
    }
  }

  boost::json::object document_;
};

}  // namespace test
