#include "domain/imports/mapping/json_node.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <charconv>

#include "base/text.h"
#include "domain/imports/mapping/mapping.h"
#include "domain/imports/transform/closest.h"
#include "domain/imports/transform/in_quotes.h"

namespace imports {

namespace {

std::string_view view(const boost::json::string& text) {
  return {text.data(), text.size()};
}

std::string kind_of(const boost::json::value& value) {
  if (value.is_string()) return "the text " + in_quotes(view(value.get_string()));
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_number()) return "a number";
  if (value.is_array()) return "a list";
  return value.is_object() ? "an object" : "null";
}

template <class Number>
std::string digits_of(Number number) {
  std::array<char, 32> digits;
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

}  // namespace

base::Problem JsonNode::problem(std::string_view message, std::string cure) const {
  base::Place place;
  place.field = path_;
  const auto prefix = path_.empty() ? std::string() : path_ + ": ";
  return {&mapping_invalid, prefix + std::string(message), std::move(cure), std::move(place)};
}

base::Problem JsonNode::wrong_kind(std::string_view wanted) const {
  return problem("This is " + kind_of(*value_) + ", not " + std::string(wanted) + ".",
                 "Write " + std::string(wanted) + ".");
}

base::Result<std::string> JsonNode::text() const {
  if (!value_->is_string()) return base::failure(wrong_kind("a text in quotes"));
  return std::string(view(value_->get_string()));
}

base::Result<std::string> JsonNode::scalar() const {
  if (value_->is_string()) return text();
  if (value_->is_bool()) return std::string(value_->get_bool() ? "true" : "false");
  if (value_->is_int64()) return digits_of(value_->get_int64());
  if (value_->is_uint64()) return digits_of(value_->get_uint64());
  if (value_->is_double()) return digits_of(value_->get_double());
  return base::failure(wrong_kind("a text, a number, true or false"));
}

base::Result<bool> JsonNode::flag() const {
  if (!value_->is_bool()) return base::failure(wrong_kind("true or false"));
  return value_->get_bool();
}

base::Result<std::uint32_t> JsonNode::whole(std::uint32_t lowest, std::uint32_t highest) const {
  const bool fits = value_->is_int64() && value_->get_int64() >= lowest && value_->get_int64() <= highest;
  if (!fits) {
    return base::failure(
        wrong_kind("a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest)));
  }
  return static_cast<std::uint32_t>(value_->get_int64());
}

base::Result<std::vector<JsonNode>> JsonNode::items() const {
  if (!value_->is_array()) return base::failure(wrong_kind("a list in [ ]"));
  std::vector<JsonNode> nodes;
  for (const auto& item : value_->get_array()) {
    nodes.emplace_back(item, path_ + "[" + std::to_string(nodes.size()) + "]");
  }
  return nodes;
}

JsonNode JsonNode::member(std::string_view name, const boost::json::value& value) const {
  return {value, path_.empty() ? std::string(name) : path_ + "." + std::string(name)};
}

base::Result<std::vector<JsonNode::Member>> JsonNode::members() const {
  if (!value_->is_object()) return base::failure(wrong_kind("an object in { }"));
  std::vector<Member> found;
  for (const auto& pair : value_->get_object()) {
    const std::string_view name(pair.key().data(), pair.key().size());
    found.emplace_back(std::string(name), member(name, pair.value()));
  }
  return found;
}

base::Result<std::vector<JsonNode::Member>> JsonNode::members(std::span<const std::string_view> allowed) const {
  ASSIGN_OR_RETURN(auto found, members());
  for (const auto& [name, node] : found) {
    if (std::ranges::find(allowed, name) == allowed.end()) return base::failure(node.unknown_member(name, allowed));
  }
  return found;
}

base::Problem JsonNode::unknown_member(std::string_view name, std::span<const std::string_view> allowed) const {
  const auto nearest = closest(name, allowed);
  const auto hint = nearest.empty() ? std::string() : "Did you mean " + in_quotes(nearest) + "? ";
  return problem("Nothing is called " + in_quotes(name) + " here.",
                 hint + "Allowed: " + base::join(allowed, ", ") + ".");
}

}  // namespace imports
