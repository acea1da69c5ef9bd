#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/json_schema.h"
#include "support/known_things.h"

namespace test {

/// Texts that programs stumble over.
inline const std::vector<std::string>& odd_texts() {
  static const std::vector<std::string> texts{
      "",
      " ",
      "0",
      "-1",
      "null",
      "1e400",
      "99999999999999999999999999",
      "01900000-0000-7000-8000-00000000000",
      "01900000-0000-7000-8000-00000000000g",
      "' OR 1=1 --",
      "%",
      "_\\",
      "../../etc/passwd",
      "<script>alert(1)</script>",
      "=cmd|' /C calc'!A0",
      std::string("a\0b", 3),
      "\x01\x1B\x7F",
      "line\r\nSet-Cookie: a=b",
      "\xC3\xA9\xCC\x81\xE2\x80\xAE\xF0\x9F\x9B\x92",
      "\xEF\xBF\xBF\xF4\x8F\xBF\xBF\xEF\xBB\xBF",
      std::string(3000, 'x'),
  };
  return texts;
}

/// Values made from JSON schemas: fitting ones, and ones bent out of shape. The same seed gives the same values.
class GeneratedValues {
 public:
  GeneratedValues(unsigned seed, const SchemaCheck& schemas, const KnownThings& known)
      : random_(seed), schemas_(schemas), known_(known) {}

  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  bool one_in(std::size_t chances) { return below(chances) == 0; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[below(list.size())];
  }

  /// A value that fits; `name` is the member it stands in and makes it plausible.
  boost::json::value fitting(const boost::json::value& any_schema, std::string_view name = {}, int depth = 0) {
    const boost::json::object& schema = schemas_.resolved(any_schema);
    if (const auto* choices = schema.if_contains("anyOf")) {
      const auto& all = choices->as_array();
      return fitting(one_in(4) ? one_of(all) : all[0], name, depth + 1);
    }
    if (const auto* known = schema.if_contains("enum")) return one_of(known->as_array());
    const auto* type = schema.if_contains("type");
    if (type == nullptr) return anything(name, depth);
    if (*type == "object") return fitting_object(schema, depth);
    if (*type == "array") return fitting_array(schema, name, depth);
    if (*type == "integer") return static_cast<std::int64_t>(one_in(8) ? 0 : below(40) + 1);
    if (*type == "number") return static_cast<double>(below(1000)) / 8;
    if (*type == "boolean") return one_in(2);
    if (*type == "null") return nullptr;
    return boost::json::string(fitting_text(schema, name));
  }

  /// The value with something wrong in it, or at least unusual: a type, a member too many or too few, an odd text.
  void bend(boost::json::value& value) {
    if (value.is_object() && !value.get_object().empty() && !one_in(4)) return bend_object(value.get_object());
    if (value.is_array() && !value.get_array().empty() && !one_in(4)) return bend(one_of_mutable(value.get_array()));
    if (value.is_string() && !one_in(3)) {
      value = boost::json::string(one_of(odd_texts()));
    } else {
      value = stranger();
    }
  }

  /// A value that a query parameter of this type takes.
  std::string query_text(std::string_view name, std::string_view type) {
    if (type == "integer") return std::to_string(below(40) + 1);
    if (type == "boolean") return one_in(2) ? "true" : "false";
    return fitting_text({}, name);
  }

 private:
  boost::json::value anything(std::string_view name, int depth) {
    if (name == "value") return boost::json::string(std::to_string(below(30)));
    if (one_in(5)) return boost::json::object{};
    if (depth > 3 || one_in(3)) return boost::json::object{{"url", "http://127.0.0.1:9/feed.csv"}};
    return one_in(2) ? boost::json::value(boost::json::object{{"anything", nullptr}}) : boost::json::value("text");
  }

  boost::json::value fitting_object(const boost::json::object& schema, int depth) {
    boost::json::object made;
    const auto* required = schema.if_contains("required");
    const auto is_required = [&](std::string_view name) {
      if (required == nullptr) return false;
      for (const auto& one : required->as_array())
        if (one.as_string() == name) return true;
      return false;
    };
    if (const auto* properties = schema.if_contains("properties")) {
      for (const auto& [name, member] : properties->as_object())
        if (is_required(name) || (depth < 4 && one_in(2))) made[name] = fitting(member, name, depth + 1);
    }
    const auto* others = schema.if_contains("additionalProperties");
    if (others != nullptr && others->is_object() && depth < 4)
      made[one_of(std::array{"name", "price", "token", "stale_feed_days"})] = fitting(*others, "value", depth + 1);
    return made;
  }

  boost::json::value fitting_array(const boost::json::object& schema, std::string_view name, int depth) {
    boost::json::array made;
    const std::size_t size = depth > 4 ? 0 : below(4);
    for (std::size_t i = 0; i < size; ++i) made.push_back(fitting(schema.at("items"), name, depth + 1));
    return made;
  }

  std::string fitting_text(const boost::json::object& schema, std::string_view name) {
    if (const auto* format = schema.if_contains("format")) {
      if (*format == "date-time") return one_in(2) ? "2027-03-01T08:30:00Z" : "2026-11-22T07:33:00.123456Z";
      if (const auto id = known_.for_member(name, random_()); id && !one_in(3)) return *id;
      return "01900000-0000-7000-8000-000000000000";
    }
    if (const auto known = known_.for_member(name, random_()); known && !one_in(4)) return *known;
    return std::string(one_of(std::array{"alpha", "Lampe de bureau", "beta-2", "\xC3\xA9t\xC3\xA9", "12.50", "x"}));
  }

  boost::json::value stranger() {
    switch (below(9)) {
      case 0:
        return nullptr;
      case 1:
        return true;
      case 2:
        return boost::json::array{};
      case 3:
        return boost::json::array{1, "two", nullptr};
      case 4:
        return boost::json::object{{"a", 1}};
      case 5:
        return 1e300;
      case 6:
        return std::numeric_limits<std::int64_t>::min();
      case 7:
        return -0.5;
      default:
        return boost::json::string(one_of(odd_texts()));
    }
  }

  void bend_object(boost::json::object& object) {
    auto at = object.begin() + static_cast<std::ptrdiff_t>(below(object.size()));
    switch (below(4)) {
      case 0:
        object.erase(at);
        break;
      case 1:
        object[one_in(2) ? "unknown member" : "a/b~c"] = stranger();
        break;
      default:
        bend(at->value());
    }
  }

  boost::json::value& one_of_mutable(boost::json::array& list) { return list[below(list.size())]; }

  std::mt19937 random_;
  const SchemaCheck& schemas_;
  const KnownThings& known_;
};

}  // namespace test
