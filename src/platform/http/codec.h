#pragma once

// JSON and described structs. A view is a plain struct with BOOST_DESCRIBE_STRUCT(View, (), (member, ...)); reading,
// writing and its JSON Schema all come from that one line.
//
// Members may be: std::string, bool, std::int64_t, std::uint64_t, int, double, base::Uuid, base::Timestamp,
// std::optional<T>, std::vector<T>, std::map<std::string, T>, boost::json::value (any JSON), described enums (by name)
// and described structs.

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "base/result.h"
#include "platform/http/message.h"

namespace platform::http {

/// Writes a value as JSON. An absent optional is written as null.
template <class T>
void write_json(base::JsonWriter& json, const T& value);

template <class T>
std::string to_json(const T& value);

/// Reads a value. An optional or defaulted (`std::optional`, `std::vector`, `std::map`) member may be absent; an
/// unknown member, a missing one and a value of the wrong type are request_invalid, naming the JSON pointer
/// ("/lines/3/price").
template <class T>
base::Result<T> from_json(std::string_view text);

/// JSON Schema 2020-12 of T; described structs are put into `components` by name and referred to.
template <class T>
boost::json::value schema_of(boost::json::object& components);

}  // namespace platform::http

#include "platform/http/codec_impl.h"
