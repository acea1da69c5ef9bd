#pragma once

#include <boost/json.hpp>
#include <initializer_list>
#include <string>
#include <string_view>

namespace platform::containers {

/// The value under a path of keys; null when anything on the way is missing or no object.
inline const boost::json::value* at_path(const boost::json::object& object,
                                         std::initializer_list<std::string_view> path) {
  const boost::json::object* here = &object;
  const boost::json::value* found = nullptr;
  for (const std::string_view key : path) {
    if (here == nullptr) return nullptr;
    found = here->if_contains(key);
    if (found == nullptr) return nullptr;
    here = found->if_object();
  }
  return found;
}

inline std::string text_at(const boost::json::object& object, std::initializer_list<std::string_view> path) {
  const auto* const value = at_path(object, path);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

inline std::int64_t number_at(const boost::json::object& object, std::initializer_list<std::string_view> path) {
  const auto* const value = at_path(object, path);
  if (value == nullptr) return 0;
  if (value->is_int64()) return value->get_int64();
  return value->is_double() ? static_cast<std::int64_t>(value->get_double()) : 0;
}

inline bool truth_at(const boost::json::object& object, std::initializer_list<std::string_view> path) {
  const auto* const value = at_path(object, path);
  return value != nullptr && value->is_bool() && value->get_bool();
}

inline const boost::json::object* object_at(const boost::json::object& object,
                                            std::initializer_list<std::string_view> path) {
  const auto* const value = at_path(object, path);
  return value != nullptr ? value->if_object() : nullptr;
}

}  // namespace platform::containers
