#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace imports {

/// One value of a mapping document and where it is: "fields.gtin.transforms[1].do". Every failure is mapping_invalid
/// and begins with that place. The document must outlive it.
class JsonNode {
 public:
  using Member = std::pair<std::string, JsonNode>;

  JsonNode(const boost::json::value& value, std::string path) : value_(&value), path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  bool is_text() const { return value_->is_string(); }
  bool is_list() const { return value_->is_array(); }

  base::Problem problem(std::string_view message, std::string cure) const;

  base::Result<std::string> text() const;
  /// A text, a number or a truth value, as text.
  base::Result<std::string> scalar() const;
  base::Result<bool> flag() const;
  base::Result<std::uint32_t> whole(std::uint32_t lowest, std::uint32_t highest) const;
  base::Result<std::vector<JsonNode>> items() const;
  /// All members of an object, whatever their names.
  base::Result<std::vector<Member>> members() const;
  /// The members of an object whose names must be among `allowed`; another one fails naming the closest.
  base::Result<std::vector<Member>> members(std::span<const std::string_view> allowed) const;
  /// The failure for a member with an unknown name.
  base::Problem unknown_member(std::string_view name, std::span<const std::string_view> allowed) const;

  /// One of a few words, each standing for a value.
  template <class T>
  base::Result<T> choice(std::span<const std::pair<std::string_view, T>> words) const {
    ASSIGN_OR_RETURN(const auto word, text());
    std::string listed;
    for (const auto& [name, meaning] : words) {
      if (name == word) return meaning;
      listed += (listed.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    }
    return base::failure(problem("“" + word + "” is not allowed here.", "Write one of " + listed + "."));
  }

 private:
  base::Problem wrong_kind(std::string_view wanted) const;
  JsonNode member(std::string_view name, const boost::json::value& value) const;

  const boost::json::value* value_;
  std::string path_;
};

}  // namespace imports
