#pragma once

// The insides of codec.h.

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "base/timestamp.h"
#include "base/uuid.h"

namespace platform::http::codec_detail {

// Where a value stands in its document: a chain on the stack that becomes text only when there is a problem to tell.
struct Pointer {
  const Pointer* parent = nullptr;
  std::string_view name{};
  std::size_t index = 0;

  std::string text() const;
};

base::Result<boost::json::value> parse(std::string_view text);
base::Problem wrong_type(const Pointer& at, std::string_view expected, const boost::json::value& found);
base::Problem missing_member(const Pointer& at);
base::Problem unknown_member(const Pointer& at);
base::Result<> read_text(const boost::json::value& json, const Pointer& at, std::string& out);
// The name of a described type among the components: "catalog.ProductView".
std::string component_name(const std::type_info& type);
boost::json::value typed(std::string_view type, std::string_view format = {});
boost::json::value reference(std::string_view component);

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;
// Members a document may leave out.
template <class T>
inline constexpr bool may_be_absent = is_optional<T> || is_vector<T> || is_map<T>;
template <class T>
concept Described = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool>;

// Calls f(name, pointer to member) for every described member, inherited ones first.
template <Described T, class F>
void for_each_member(F f) {
  boost::mp11::mp_for_each<
      boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>>(
      [&](auto member) { f(std::string_view(member.name), member.pointer); });
}

template <DescribedEnum T, class F>
void for_each_name(F f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto enumerator) { f(std::string_view(enumerator.name), enumerator.value); });
}

template <class T>
base::Result<> read(const boost::json::value& json, const Pointer& at, T& out);

template <Integer T>
std::optional<T> whole_number(const boost::json::value& json) {
  if (const auto* number = json.if_int64()) {
    if (std::in_range<T>(*number)) return static_cast<T>(*number);
  } else if (const auto* big = json.if_uint64()) {
    if (std::in_range<T>(*big)) return static_cast<T>(*big);
  } else if (const auto* real = json.if_double()) {
    // 1.0 is an integer to JSON Schema; beyond 2^53 a double no longer says which one.
    constexpr double exact = 9007199254740992.0;
    if (std::trunc(*real) == *real && std::abs(*real) <= exact && std::in_range<T>(static_cast<std::int64_t>(*real)))
      return static_cast<T>(*real);
  }
  return std::nullopt;
}

template <class T>
base::Result<> read_number(const boost::json::value& json, const Pointer& at, T& out) {
  if constexpr (Integer<T>) {
    const auto number = whole_number<T>(json);
    if (!number) return base::failure(wrong_type(at, "a whole number in range", json));
    out = *number;
  } else {
    if (!json.is_number()) return base::failure(wrong_type(at, "a number", json));
    out = json.to_number<double>();
    if (!std::isfinite(out)) return base::failure(wrong_type(at, "a number in range", json));
  }
  return {};
}

// Uuid and Timestamp: a text that has to parse.
template <class T>
base::Result<> read_parsed(const boost::json::value& json, const Pointer& at, std::string_view expected, T& out) {
  const auto* text = json.if_string();
  const auto parsed = text != nullptr ? T::parse(std::string_view(*text)) : std::nullopt;
  if (!parsed) return base::failure(wrong_type(at, expected, json));
  out = *parsed;
  return {};
}

template <DescribedEnum T>
base::Result<> read_enum(const boost::json::value& json, const Pointer& at, T& out) {
  const auto* text = json.if_string();
  bool found = false;
  std::string expected = "one of";
  for_each_name<T>([&](std::string_view name, T value) {
    expected.append(expected == "one of" ? " " : ", ").append(name);
    if (text == nullptr || std::string_view(*text) != name) return;
    out = value;
    found = true;
  });
  if (!found) return base::failure(wrong_type(at, expected, json));
  return {};
}

template <class T>
base::Result<> read_list(const boost::json::value& json, const Pointer& at, std::vector<T>& out) {
  const auto* list = json.if_array();
  if (list == nullptr) return base::failure(wrong_type(at, "a list", json));
  out.clear();
  out.reserve(list->size());
  for (std::size_t index = 0; index < list->size(); ++index) {
    T element{};
    RETURN_IF_FAILED(read((*list)[index], Pointer{&at, {}, index}, element));
    out.push_back(std::move(element));
  }
  return {};
}

template <class T>
base::Result<> read_map(const boost::json::value& json, const Pointer& at, std::map<std::string, T>& out) {
  const auto* object = json.if_object();
  if (object == nullptr) return base::failure(wrong_type(at, "an object", json));
  out.clear();
  for (const auto& member : *object) {
    const std::string_view name = member.key();
    T element{};
    RETURN_IF_FAILED(read(member.value(), Pointer{&at, name}, element));
    out.emplace(name, std::move(element));
  }
  return {};
}

template <Described T>
bool has_member(std::string_view name) {
  bool found = false;
  for_each_member<T>([&](std::string_view member, auto) { found = found || member == name; });
  return found;
}

template <Described T>
base::Result<> read_struct(const boost::json::value& json, const Pointer& at, T& out) {
  const auto* object = json.if_object();
  if (object == nullptr) return base::failure(wrong_type(at, "an object", json));
  base::Result<> result;
  std::size_t known = 0;
  for_each_member<T>([&](std::string_view name, auto member) {
    if (!result) return;
    const Pointer here{&at, name};
    auto& value = out.*member;
    if (const auto* found = object->if_contains(name)) {
      ++known;
      result = read(*found, here, value);
    } else if constexpr (!may_be_absent<std::remove_cvref_t<decltype(value)>>) {
      result = base::failure(missing_member(here));
    }
  });
  if (!result || known == object->size()) return result;
  for (const auto& member : *object)
    if (const std::string_view name = member.key(); !has_member<T>(name))
      return base::failure(unknown_member(Pointer{&at, name}));
  return result;
}

template <class T>
base::Result<> read(const boost::json::value& json, const Pointer& at, T& out) {
  if constexpr (is_optional<T>) {
    if (json.is_null()) {
      out.reset();
      return {};
    }
    return read(json, at, out.emplace());
  } else if constexpr (std::same_as<T, boost::json::value>) {
    out = json;
    return {};
  } else if constexpr (std::same_as<T, std::string>) {
    return read_text(json, at, out);
  } else if constexpr (std::same_as<T, bool>) {
    if (!json.is_bool()) return base::failure(wrong_type(at, "true or false", json));
    out = json.get_bool();
    return {};
  } else if constexpr (std::same_as<T, base::Uuid>) {
    return read_parsed(json, at, "a UUID", out);
  } else if constexpr (std::same_as<T, base::Timestamp>) {
    return read_parsed(json, at, "a time such as 2026-11-22T07:33:00Z", out);
  } else if constexpr (Integer<T> || std::floating_point<T>) {
    return read_number(json, at, out);
  } else if constexpr (is_vector<T>) {
    return read_list(json, at, out);
  } else if constexpr (is_map<T>) {
    return read_map(json, at, out);
  } else if constexpr (DescribedEnum<T>) {
    return read_enum(json, at, out);
  } else {
    static_assert(Described<T>, "a view's member needs BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_ENUM");
    return read_struct(json, at, out);
  }
}

template <Described T>
boost::json::object object_schema(boost::json::object& components) {
  boost::json::object properties;
  boost::json::array required;
  for_each_member<T>([&](std::string_view name, auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<T&>().*member)>;
    properties[name] = schema_of<Member>(components);
    if (!may_be_absent<Member>) required.emplace_back(name);
  });
  boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

template <Integer T>
boost::json::value integer_schema() {
  boost::json::value schema = typed("integer", sizeof(T) > 4 ? "int64" : "int32");
  if constexpr (std::unsigned_integral<T>) schema.as_object()["minimum"] = 0;
  return schema;
}

}  // namespace platform::http::codec_detail

namespace platform::http {

template <class T>
void write_json(base::JsonWriter& json, const T& value) {
  if constexpr (codec_detail::is_optional<T>) {
    if (value) {
      write_json(json, *value);
    } else {
      json.null();
    }
  } else if constexpr (std::same_as<T, boost::json::value>) {
    json.raw(boost::json::serialize(value));
  } else if constexpr (std::same_as<T, base::Uuid> || std::same_as<T, base::Timestamp>) {
    json.value(value.to_string());
  } else if constexpr (std::same_as<T, bool> || std::same_as<T, std::string> || std::floating_point<T>) {
    json.value(value);
  } else if constexpr (std::signed_integral<T>) {
    json.value(static_cast<std::int64_t>(value));
  } else if constexpr (std::unsigned_integral<T>) {
    json.value(static_cast<std::uint64_t>(value));
  } else if constexpr (codec_detail::is_vector<T>) {
    json.begin_array();
    for (const auto& element : value) write_json<typename T::value_type>(json, element);
    json.end_array();
  } else if constexpr (codec_detail::is_map<T>) {
    json.begin_object();
    for (const auto& [name, element] : value) {
      json.key(name);
      write_json(json, element);
    }
    json.end_object();
  } else if constexpr (codec_detail::DescribedEnum<T>) {
    json.value(boost::describe::enum_to_string(value, ""));
  } else {
    static_assert(codec_detail::Described<T>, "a view's member needs BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_ENUM");
    json.begin_object();
    codec_detail::for_each_member<T>([&](std::string_view name, auto member) {
      json.key(name);
      write_json(json, value.*member);
    });
    json.end_object();
  }
}

template <class T>
std::string to_json(const T& value) {
  base::JsonWriter json;
  write_json(json, value);
  return json.take();
}

template <class T>
base::Result<T> from_json(std::string_view text) {
  ASSIGN_OR_RETURN(const auto json, codec_detail::parse(text));
  T value{};
  RETURN_IF_FAILED(codec_detail::read(json, {}, value));
  return value;
}

template <class T>
boost::json::value schema_of(boost::json::object& components) {
  using codec_detail::typed;
  if constexpr (codec_detail::is_optional<T>) {
    boost::json::value inner = schema_of<typename T::value_type>(components);
    return boost::json::object{{"anyOf", boost::json::array{std::move(inner), typed("null")}}};
  } else if constexpr (std::same_as<T, boost::json::value>) {
    return boost::json::object{};
  } else if constexpr (std::same_as<T, std::string>) {
    return typed("string");
  } else if constexpr (std::same_as<T, base::Uuid>) {
    return typed("string", "uuid");
  } else if constexpr (std::same_as<T, base::Timestamp>) {
    return typed("string", "date-time");
  } else if constexpr (std::same_as<T, bool>) {
    return typed("boolean");
  } else if constexpr (codec_detail::Integer<T>) {
    return codec_detail::integer_schema<T>();
  } else if constexpr (std::floating_point<T>) {
    return typed("number");
  } else if constexpr (codec_detail::is_vector<T>) {
    return boost::json::object{{"type", "array"}, {"items", schema_of<typename T::value_type>(components)}};
  } else if constexpr (codec_detail::is_map<T>) {
    return boost::json::object{{"type", "object"},
                               {"additionalProperties", schema_of<typename T::mapped_type>(components)}};
  } else if constexpr (codec_detail::DescribedEnum<T>) {
    boost::json::array names;
    codec_detail::for_each_name<T>([&](std::string_view name, T) { names.emplace_back(name); });
    return boost::json::object{{"type", "string"}, {"enum", std::move(names)}};
  } else {
    const std::string name = codec_detail::component_name(typeid(T));
    if (!components.contains(name)) {
      components[name] = nullptr;  // a type may contain itself
      boost::json::object schema = codec_detail::object_schema<T>(components);
      components[name] = std::move(schema);
    }
    return codec_detail::reference(name);
  }
}

}  // namespace platform::http
