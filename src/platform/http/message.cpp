#include "platform/http/message.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"

namespace platform::http {
namespace {

std::string_view find(const Pairs& pairs, std::string_view name) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == name; });
  return found == pairs.end() ? std::string_view{} : std::string_view{found->second};
}

void write_place(base::JsonWriter& json, const base::Place& place) {
  json.key("place").begin_object();
  if (!place.file.empty()) json.member("file", place.file);
  if (place.line) json.member("line", *place.line);
  if (place.row) json.member("row", *place.row);
  if (place.column) json.member("column", *place.column);
  if (place.byte) json.member("byte", *place.byte);
  if (!place.field.empty()) json.member("field", place.field);
  json.end_object();
}

bool names_something(const base::Place& place) {
  return !place.file.empty() || place.line || place.row || place.column || place.byte || !place.field.empty();
}

}  // namespace

std::string_view to_string(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
  }
  return "";
}

bool Caller::may(std::string_view permission) const {
  return std::binary_search(permissions.begin(), permissions.end(), permission);
}

std::string_view Request::header(std::string_view name) const {
  return find(headers, name);
}

std::string_view Request::parameter(std::string_view name) const {
  return find(path_parameters, name);
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [header_name, header_value] : headers) {
    if (header_name != "cookie") continue;
    for (const std::string_view part : base::split(header_value, ';')) {
      const auto equals = part.find('=');
      if (equals != std::string_view::npos && base::trim(part.substr(0, equals)) == name)
        return base::trim(part.substr(equals + 1));
    }
  }
  return {};
}

std::string_view Response::header(std::string_view name) const {
  const std::string wanted = base::to_lower_ascii(name);
  for (const auto& [key, value] : headers)
    if (key.size() == wanted.size() && base::to_lower_ascii(key) == wanted) return value;
  return {};
}

Response json_response(std::string json, unsigned status) {
  Response response;
  response.status = status;
  response.set("Content-Type", "application/json");
  response.body = std::move(json);
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Response problem_response(const base::Problem& problem, std::string_view request_id) {
  base::JsonWriter json;
  json.begin_object();
  json.key("type").value("urn:problem:" + std::string(problem.code()));
  json.member("title", problem.kind->title);
  json.member("status", std::uint64_t{problem.kind->http_status});
  json.member("detail", problem.message);
  json.key("instance").value("urn:request:" + std::string(request_id));
  json.member("code", problem.code());
  json.member("cure", problem.cure);
  json.member("request_id", request_id);
  if (names_something(problem.place)) write_place(json, problem.place);
  json.end_object();
  Response response;
  response.status = problem.kind->http_status;
  response.set("Content-Type", "application/problem+json");
  response.body = json.take();
  return response;
}

}  // namespace platform::http
