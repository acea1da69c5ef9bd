#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "platform/http/problems.h"
#include "platform/http/server.h"
#include "platform/http/websocket.h"

namespace platform::http {
namespace {

namespace json = boost::json;
using ProblemsByStatus = std::map<unsigned, std::vector<const base::ProblemKind*>>;

std::string_view tier_name(RateTier tier) {
  switch (tier) {
    case RateTier::standard:
      return "standard";
    case RateTier::login:
      return "login";
    case RateTier::upload:
      return "upload";
    case RateTier::none:
      return "none";
  }
  return "";
}

json::object content(std::string_view type, json::value schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object problem_schema() {
  const auto text = [](std::string_view description) {
    return json::object{{"type", "string"}, {"description", description}};
  };
  const auto whole = json::object{{"type", "integer"}, {"minimum", 0}};
  json::object place{{"type", "object"},
                     {"description", "Where in the document or file it is; numbers begin at 1, byte at 0"},
                     {"properties", json::object{{"file", text("Its name")},
                                                 {"line", whole},
                                                 {"row", whole},
                                                 {"column", whole},
                                                 {"byte", whole},
                                                 {"field", text("A field, or a JSON pointer into the body")}}}};
  json::object properties{{"type", text("urn:problem: and the code")},
                          {"title", text("What problems of this kind share")},
                          {"status", json::object{{"type", "integer"}}},
                          {"detail", text("What happened")},
                          {"instance", text("urn:request: and the request id")},
                          {"code", text("Stable name of the kind")},
                          {"cure", text("What to do")},
                          {"request_id", text("The same as in X-Request-Id and the server's log")},
                          {"place", std::move(place)}};
  return {{"type", "object"},
          {"description", "RFC 9457"},
          {"properties", std::move(properties)},
          {"required", json::array{"type", "title", "status", "detail", "instance", "code", "cure", "request_id"}}};
}

// Path parameters by name, and the path as OpenAPI writes it ("{rest...}" is "{rest}" there).
std::vector<std::string> take_path_parameters(std::string& path) {
  std::vector<std::string> names;
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    auto end = path.find('}', at);
    if (end == std::string::npos) break;
    if (path.compare(end - 3, 3, "...") == 0) {
      path.erase(end - 3, 3);
      end -= 3;
    }
    names.push_back(path.substr(at + 1, end - at - 1));
  }
  return names;
}

json::object parameter(std::string_view name, std::string_view in, bool is_required, json::object schema,
                       std::string_view description) {
  json::object made{{"name", name}, {"in", in}, {"schema", std::move(schema)}};
  if (is_required) made["required"] = true;
  if (!description.empty()) made["description"] = description;
  return made;
}

json::array parameters_of(const Route& route, const std::vector<std::string>& path_parameters) {
  json::array parameters;
  for (const std::string& name : path_parameters)
    parameters.push_back(parameter(name, "path", true, {{"type", "string"}}, ""));
  for (const QueryParameter& query : route.query_parameters)
    parameters.push_back(parameter(query.name, "query", false, {{"type", query.type}}, query.description));
  for (const HeaderParameter& header : route.header_parameters)
    parameters.push_back(
        parameter(header.name, "header", header.is_required, {{"type", header.type}}, header.description));
  if (route.is_idempotent_post) {
    parameters.push_back(parameter("Idempotency-Key", "header", false,
                                   {{"type", "string"}, {"minLength", 1}, {"maxLength", 255}},
                                   "The same key on a repeated request gives the first one's answer"));
  }
  return parameters;
}

// What the edge itself may answer, besides what the route declares.
ProblemsByStatus problems_of(const Route& route, bool has_path_parameters) {
  std::set<const base::ProblemKind*> kinds(route.problem_kinds.begin(), route.problem_kinds.end());
  kinds.insert({&malformed, &overloaded});
  const bool has_body = route.input || route.stream_handler;
  if (has_body) kinds.insert({&body_too_large, &too_slow, &body_broken_off});
  if (route.input) kinds.insert({&request_invalid, &media_type_unsupported});
  if (has_path_parameters) kinds.insert(&not_found);
  if (!route.is_public) kinds.insert(&unauthenticated);
  if (!route.permission_name.empty()) kinds.insert(&forbidden);
  if (route.rate_tier != RateTier::none) kinds.insert(&rate_limited);
  if (route.socket_handler) kinds.insert(&upgrade_required);
  if (route.is_idempotent_post) kinds.insert({&idempotency_in_flight, &idempotency_mismatch});
  ProblemsByStatus by_status;
  for (const base::ProblemKind* kind : kinds) by_status[kind->http_status].push_back(kind);
  for (auto& [status, list] : by_status)
    std::sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->code < b->code; });
  return by_status;
}

json::object problem_answer(const std::vector<const base::ProblemKind*>& kinds) {
  std::vector<std::string> titles;
  json::array codes;
  for (const base::ProblemKind* kind : kinds) {
    titles.emplace_back(kind->title);
    codes.emplace_back(kind->code);
  }
  return {{"description", base::join(titles, "; ")},
          {"content", content("application/problem+json", json::object{{"$ref", "#/components/schemas/Problem"}})},
          {"x-problem-codes", std::move(codes)}};
}

json::object responses_of(const Route& route, bool has_path_parameters, json::object& schemas) {
  json::object success{{"description", route.summary}};
  if (route.output) {
    success["content"] = content(route.success_type, route.output(schemas));
  } else if (!route.success_type.empty()) {
    success["content"] = content(route.success_type, json::object{});
  }
  for (const HeaderParameter& header : route.answer_headers) {
    json::object described{{"schema", json::object{{"type", header.type}}}, {"description", header.description}};
    if (success.if_contains("headers") == nullptr) success["headers"] = json::object{};
    success["headers"].as_object()[header.name] = std::move(described);
  }
  json::object responses{{std::to_string(route.success_status), std::move(success)}};
  if (route.method == Method::get && !route.socket_handler)
    responses["304"] = json::object{{"description", "Not changed since the ETag"}};
  for (const auto& [status, kinds] : problems_of(route, has_path_parameters))
    responses[std::to_string(status)] = problem_answer(kinds);
  return responses;
}

/// Types that requests send, and types that answers hold.
struct Schemas {
  json::object sent, answered;
};

/// What a request may leave out an answer always holds: there every member is written, but for those of a type whose
/// route lets callers choose members (an empty list of required ones).
void require_members(json::object& schema) {
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr || properties->as_object().empty()) return;
  if (const auto* required = schema.if_contains("required"); required != nullptr && required->as_array().empty()) {
    schema.erase("required");
    return;
  }
  json::array names;
  for (const auto& property : properties->as_object()) names.emplace_back(property.key());
  schema["required"] = std::move(names);
}

json::object merged(Schemas schemas) {
  json::object all = std::move(schemas.sent);
  for (auto& [name, schema] : schemas.answered) {
    if (all.contains(name)) continue;
    require_members(schema.as_object());
    all[name] = std::move(schema);
  }
  return all;
}

json::object body_of(const Route& route, json::object& schemas) {
  json::object types;
  if (route.input) types = content("application/json", route.input(schemas));
  for (const std::string& type : route.other_body_types) types[type] = json::object{{"schema", json::object{}}};
  if (types.empty()) types = content("application/octet-stream", json::object{});
  return {{"required", true}, {"content", std::move(types)}};
}

json::object operation_of(const Route& route, const std::vector<std::string>& path_parameters, Schemas& schemas) {
  json::object operation{{"operationId", route.name}, {"tags", json::array{route.tag}}, {"summary", route.summary}};
  if (auto parameters = parameters_of(route, path_parameters); !parameters.empty())
    operation["parameters"] = std::move(parameters);
  if (route.input || route.stream_handler) operation["requestBody"] = body_of(route, schemas.sent);
  operation["responses"] = responses_of(route, !path_parameters.empty(), schemas.answered);
  if (route.is_public) operation["security"] = json::array{};
  if (!route.permission_name.empty()) operation["x-permission"] = route.permission_name;
  operation["x-rate-tier"] = tier_name(route.rate_tier);
  if (route.input || route.stream_handler) operation["x-body-limit"] = route.body_limit;
  return operation;
}

json::object security_schemes() {
  return {{"bearer", json::object{{"type", "http"},
                                  {"scheme", "bearer"},
                                  {"bearerFormat", "JWT"},
                                  {"description", "The access token of a login"}}},
          {"api_key", json::object{{"type", "apiKey"}, {"in", "header"}, {"name", "X-API-Key"}}}};
}

}  // namespace

json::object openapi_of(const RouteTable& routes, std::string_view api_prefix, std::string_view version) {
  Schemas schemas;
  schemas.sent["Problem"] = problem_schema();
  json::object paths;
  json::array tags;
  std::set<std::string> known_tags;
  for (const Route& route : routes) {
    std::string path = route.is_absolute ? route.path : std::string(api_prefix) + route.path;
    const auto path_parameters = take_path_parameters(path);
    if (!paths.contains(path)) paths[path] = json::object{};
    paths[path].as_object()[base::to_lower_ascii(to_string(route.method))] =
        operation_of(route, path_parameters, schemas);
    if (known_tags.insert(route.tag).second) tags.push_back(json::object{{"name", route.tag}});
  }
  return {
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "Suppliers-Import"}, {"version", version}}},
      {"tags", std::move(tags)},
      {"security", json::array{json::object{{"bearer", json::array{}}}, json::object{{"api_key", json::array{}}}}},
      {"paths", std::move(paths)},
      {"components", json::object{{"schemas", merged(std::move(schemas))}, {"securitySchemes", security_schemes()}}}};
}

}  // namespace platform::http
