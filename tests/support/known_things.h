#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace test {

/// The things a server is known to have, learned from its answers, so that requests can name some that exist.
class KnownThings {
 public:
  /// A text that members and parameters of this name take.
  void add(const std::string& name, const std::string& value) {
    auto& values = by_name_[name];
    if (hidden_.count(value) != 0 || value.empty()) return;
    if (values.size() >= most_kept) values.erase(values.begin());
    values.push_back(value);
  }
  /// Never to be named: what the caller itself needs.
  void hide(const std::string& value) { hidden_.insert(value); }

  /// Notes what an answer of an operation at this path shows: one thing, or a list of `items`.
  void learn(std::string_view path, const boost::json::value& answer) {
    if (!answer.is_object()) return;
    const auto& object = answer.get_object();
    const std::string collection = collection_of(path);
    if (const auto* items = object.if_contains("items"); items != nullptr && items->is_array()) {
      for (const auto& item : items->get_array()) learn_one(collection, item);
    } else {
      learn_one(collection, answer);
    }
    if (const auto* cursor = object.if_contains("next_cursor"); cursor != nullptr && cursor->is_string())
      add("cursor", std::string(cursor->get_string()));
  }

  /// One thing that the parameter at the end of `template_prefix` ("/api/v1/users/{id}") can name.
  std::optional<std::string> for_parameter(std::string_view template_prefix, std::size_t any) const {
    const std::string collection = collection_of(template_prefix);
    const std::size_t open = template_prefix.rfind('{');
    const std::string name(template_prefix.substr(open + 1, template_prefix.size() - open - 2));
    for (const std::string& member : {name, std::string("id"), std::string("name")})
      if (auto found = one_of(collection + " " + member, any)) return found;
    return std::nullopt;
  }
  /// A plausible text for a member or a query parameter of this name.
  std::optional<std::string> for_member(std::string_view name, std::size_t any) const {
    return one_of(std::string(name), any);
  }

 private:
  static constexpr std::size_t most_kept = 20;

  static std::string collection_of(std::string_view path) {
    const std::size_t last = path.rfind('/');
    return std::string(path.substr(last).starts_with("/{") ? path.substr(0, last) : path);
  }
  void learn_one(const std::string& collection, const boost::json::value& thing) {
    if (!thing.is_object()) return;
    for (const char* const member : {"id", "code", "name"}) {
      const auto* value = thing.get_object().if_contains(member);
      if (value != nullptr && value->is_string()) add(collection + " " + member, std::string(value->get_string()));
    }
  }
  std::optional<std::string> one_of(const std::string& key, std::size_t any) const {
    const auto found = by_name_.find(key);
    if (found == by_name_.end() || found->second.empty()) return std::nullopt;
    return found->second[any % found->second.size()];
  }

  std::map<std::string, std::vector<std::string>> by_name_;
  std::set<std::string> hidden_;
};

}  // namespace test
