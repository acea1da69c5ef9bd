#include "domain/identity/route_helpers.h"

#include <charconv>
#include <stdexcept>

#include "platform/http/conditional.h"

namespace identity {
namespace {

using platform::http::Request;

tl::unexpected<base::Problem> wrong_query(std::string_view name, std::string_view value, std::string cure) {
  return base::failure(platform::http::request_invalid,
                       "The query parameter " + std::string(name) + " is \"" + std::string(value) + "\".",
                       std::move(cure), base::Place{.field = std::string(name)});
}

/// Reads a query parameter that may be absent or empty.
template <class T>
base::Result<std::optional<T>> parsed_query(const Request& request, std::string_view name, std::string cure) {
  const auto text = request.query_value(name);
  if (!text || text->empty()) return std::optional<T>{};
  const auto parsed = T::parse(*text);
  if (!parsed) return wrong_query(name, *text, std::move(cure));
  return std::optional<T>{*parsed};
}

}  // namespace

base::Result<base::Uuid> id_parameter(const Request& request, std::string_view name, const base::ProblemKind& unknown) {
  const auto text = request.parameter(name);
  if (const auto id = base::Uuid::parse(text)) return *id;
  return base::failure(unknown, "\"" + std::string(text) + "\" is no id.", "Take the id from the list.");
}

base::Result<std::optional<base::Uuid>> id_query(const Request& request, std::string_view name) {
  return parsed_query<base::Uuid>(request, name, "Give an id as the lists show it, or leave it out.");
}

base::Result<std::optional<base::Timestamp>> time_query(const Request& request, std::string_view name) {
  return parsed_query<base::Timestamp>(request, name, "Give a time such as 2026-11-22T07:33:00Z, or leave it out.");
}

base::Result<PageRequest> page_request(const Request& request) {
  constexpr std::size_t longest_page = 500;
  PageRequest page;
  ASSIGN_OR_RETURN(page.after, id_query(request, "cursor"));
  const auto text = request.query_value("limit");
  if (!text || text->empty()) return page;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), page.limit);
  const bool is_number = error == std::errc{} && end == text->data() + text->size();
  if (!is_number || page.limit == 0 || page.limit > longest_page) {
    return wrong_query("limit", *text, "Give a number from 1 to 500.");
  }
  return page;
}

platform::http::Route& with_page(platform::http::Route& route) {
  return route.query("cursor", "string", "Where the page starts: `next_cursor` of the page before.")
      .query("limit", "integer", "Entries on a page, 1 to 500; 50 when left out.")
      .problems({&platform::http::request_invalid});
}

const platform::http::Caller& caller_of(const Request& request) {
  if (!request.caller) throw std::logic_error("a route without a caller: " + request.route);
  return *request.caller;
}

Authority authority_of(const Request& request) {
  Authority authority;
  authority.actor = actor_of(request);
  for (const std::string& name : caller_of(request).permissions) authority.permissions.add(name);
  authority.precondition = [&request](std::int64_t version) {
    return platform::http::check_if_match(request, etag_of(version));
  };
  return authority;
}

std::string etag_of(std::int64_t version) {
  return "\"v" + std::to_string(version) + '"';
}

}  // namespace identity
