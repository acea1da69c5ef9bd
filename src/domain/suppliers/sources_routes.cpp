#include "domain/suppliers/sources_routes.h"

#include "domain/suppliers/local_folder.h"
#include "domain/suppliers/source_request.h"
#include "domain/suppliers/source_views.h"
#include "platform/http/conditional.h"
#include "platform/http/query_values.h"

namespace suppliers {
namespace {

namespace http = platform::http;
using http::Request;

struct SourceInput {
  std::string kind;
  std::optional<std::string> name;
  std::optional<boost::json::value> config;
  SecretChanges secrets;
  std::optional<std::string> mode;
  std::optional<bool> is_enabled;
};
BOOST_DESCRIBE_STRUCT(SourceInput, (), (kind, name, config, secrets, mode, is_enabled))

struct SourcePatch {
  std::optional<std::string> name;
  std::optional<boost::json::value> config;
  SecretChanges secrets;
  std::optional<std::string> mode;
  std::optional<bool> is_enabled;
};
BOOST_DESCRIBE_STRUCT(SourcePatch, (), (name, config, secrets, mode, is_enabled))

using SourceAnswer = http::Answer<SourceView>;

std::string etag_of(const Source& source) {
  const auto& checked = source.state.checked_at;
  return http::etag_of(source.id.to_string() + std::to_string(source.version) + (checked ? checked->to_string() : ""));
}

SourceAnswer answer_of(const Source& source) {
  return {view_of(source), 0, {{"ETag", etag_of(source)}}};
}

/// The source of the path; one that is no UUID is as unknown as one that names nothing.
base::Result<Source> source_of(const SourceRouteParts& parts, const Request& request) {
  const std::string_view text = request.parameter("id");
  if (const auto id = base::Uuid::parse(text)) return parts.sources.find(*id);
  return base::failure(source_unknown, "There is no source with the id \"" + std::string(text) + "\".",
                       "Use an id as a list shows it.");
}

base::Result<Source> expected(const SourceRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(Source source, source_of(parts, request));
  RETURN_IF_FAILED(http::check_if_match(request, etag_of(source)));
  return source;
}

void note(const SourceRouteParts& parts, const Request& request, std::string_view action, const Source& source,
          const std::string& before, const std::string& after) {
  if (parts.audit) parts.audit(request, action, "source:" + source.id.to_string(), before, after);
}

std::optional<std::string> text_of(const std::optional<boost::json::value>& config) {
  return config ? std::optional(boost::json::serialize(*config)) : std::nullopt;
}

base::Result<SourceListView> list(const SourceRouteParts& parts, const Request& request, std::string supplier) {
  SourceQuery query;
  query.supplier = std::move(supplier);
  ASSIGN_OR_RETURN(const auto kind,
                   http::choice_value(request, "kind", {"", "upload", "http", "ftp", "sftp", "email", "s3", "folder"}));
  query.kind = kind;
  ASSIGN_OR_RETURN(query.limit, http::number_value(request, "limit", 50, 1, 200));
  ASSIGN_OR_RETURN(query.after, http::cursor_value(request));
  ASSIGN_OR_RETURN(const SourcePage page, parts.sources.list(query));
  SourceListView view;
  view.next_cursor = page.next;
  for (const Source& source : page.sources) view.items.push_back(view_of(source));
  return view;
}

base::Result<SourceAnswer> create(const SourceRouteParts& parts, const Request& request, const SourceInput& input) {
  SourceDraft draft{std::string(request.parameter("code")),
                    input.kind,
                    input.name,
                    text_of(input.config).value_or("{}"),
                    input.secrets,
                    input.mode,
                    input.is_enabled};
  ASSIGN_OR_RETURN(const Source source, parts.sources.create(draft));
  SourceAnswer answer = answer_of(source);
  note(parts, request, "source.created", source, {}, http::to_json(answer.value));
  const std::string prefix = request.path.substr(0, request.path.rfind("/suppliers/"));
  answer.headers.emplace_back("Location", prefix + "/sources/" + source.id.to_string());
  return answer;
}

base::Result<SourceAnswer> change(const SourceRouteParts& parts, const Request& request, const SourcePatch& patch) {
  ASSIGN_OR_RETURN(const Source before, expected(parts, request));
  ASSIGN_OR_RETURN(
      const Source after,
      parts.sources.update(before.id, {patch.name, text_of(patch.config), patch.mode, patch.secrets, patch.is_enabled},
                           http::condition(request, before.version)));
  SourceAnswer answer = answer_of(after);
  note(parts, request, "source.updated", after, http::to_json(view_of(before)), http::to_json(answer.value));
  return answer;
}

base::Result<http::Nothing> remove(const SourceRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const Source source, expected(parts, request));
  RETURN_IF_FAILED(parts.sources.remove(source.id, http::condition(request, source.version)));
  RemovedWithSource removed;
  if (parts.on_deleted) {
    ASSIGN_OR_RETURN(removed, parts.on_deleted(source.id));
  }
  note(parts, request, "source.deleted", source, http::to_json(view_of(source)), http::to_json(removed));
  return http::Nothing{};
}

base::Result<SourceFetchView> fetch(const SourceRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const Source source, source_of(parts, request));
  ASSIGN_OR_RETURN(const auto force, http::truth_value(request, "force"));
  const std::string by = request.caller ? request.caller->name : std::string{};
  ASSIGN_OR_RETURN(const auto queued, parts.fetcher.enqueue(source.id, force.value_or(false), by));
  SourceFetchView view = view_of(queued);
  note(parts, request, "source.fetch_started", source, {}, http::to_json(view));
  return view;
}

http::Route with_list(http::Route route) {
  return std::move(route.permission("suppliers.read")
                       .query("kind", "string", "upload, http, ftp, sftp, email, s3 or folder")
                       .query("cursor", "string", "next_cursor of the page before")
                       .query("limit", "integer", "Sources a page, 1 to 200 (50)"));
}

void add_reading(http::RouteTable& table, const SourceRouteParts& parts) {
  table.push_back(with_list(http::get("/sources", "list_sources", "sources", "List the sources of all suppliers"))
                      .problems({&http::request_invalid})
                      .answers([parts](const Request& request) { return list(parts, request, {}); }));
  table.push_back(with_list(http::get("/suppliers/{code}/sources", "list_supplier_sources", "sources",
                                      "List the sources of a supplier"))
                      .problems({&http::request_invalid, &supplier_unknown})
                      .answers([parts](const Request& request) -> base::Result<SourceListView> {
                        ASSIGN_OR_RETURN(const Supplier supplier, parts.suppliers.find(request.parameter("code")));
                        return list(parts, request, supplier.code);
                      }));
  table.push_back(http::get("/sources/{id}", "get_source", "sources", "Show a source; its secrets never")
                      .permission("suppliers.read")
                      .problems({&source_unknown})
                      .answers([parts](const Request& request) -> base::Result<SourceAnswer> {
                        ASSIGN_OR_RETURN(const Source source, source_of(parts, request));
                        return answer_of(source);
                      }));
}

void add_writing(http::RouteTable& table, const SourceRouteParts& parts) {
  const std::vector<const base::ProblemKind*> refusals{&source_invalid, &source_exists, &folder_refused,
                                                       &platform::client::url_refused,
                                                       &platform::client::address_refused};
  const auto with = [&](std::vector<const base::ProblemKind*> more) {
    more.insert(more.end(), refusals.begin(), refusals.end());
    return more;
  };
  table.push_back(http::post("/suppliers/{code}/sources", "create_source", "sources", "Create a source of a supplier")
                      .permission("suppliers.config")
                      .idempotent()
                      .status(201)
                      .problems(with({&supplier_unknown}))
                      .accepts<SourceInput>([parts](const Request& request, const SourceInput& input) {
                        return create(parts, request, input);
                      }));
  table.push_back(http::patch("/sources/{id}", "update_source", "sources",
                              "Change a source; secrets left out stay, those that are null are removed")
                      .permission("suppliers.config")
                      .problems(with({&source_unknown, &source_changed, &http::precondition_failed}))
                      .accepts<SourcePatch>([parts](const Request& request, const SourcePatch& patch) {
                        return change(parts, request, patch);
                      }));
  table.push_back(
      http::del("/sources/{id}", "delete_source", "sources", "Delete a source and the schedules that fetch it")
          .permission("suppliers.config")
          .problems({&source_unknown, &source_changed, &http::precondition_failed})
          .answers([parts](const Request& request) { return remove(parts, request); }));
}

void add_working(http::RouteTable& table, const SourceRouteParts& parts) {
  table.push_back(http::post("/sources/{id}/test", "test_source", "sources",
                             "Connect to a source and say how it went, step by step; nothing is imported")
                      .permission("suppliers.config")
                      .problems({&source_unknown})
                      .answers([parts](const Request& request) -> base::Result<SourceCheckView> {
                        ASSIGN_OR_RETURN(const Source source, source_of(parts, request));
                        return view_of(check_source(parts.sources, source, parts.client));
                      }));
  table.push_back(http::post("/sources/{id}/fetch", "fetch_source", "sources",
                             "Fetch the file of a source in the background and import it if it is a new one")
                      .permission("imports.start")
                      .status(202)
                      .query("force", "boolean", "Import the file also when it is the same as last time")
                      .problems({&source_unknown, &source_not_fetched, &source_disabled, &http::request_invalid})
                      .answers([parts](const Request& request) { return fetch(parts, request); }));
}

}  // namespace

http::RouteTable source_routes(const SourceRouteParts& parts) {
  http::RouteTable table;
  add_reading(table, parts);
  add_writing(table, parts);
  add_working(table, parts);
  return table;
}

}  // namespace suppliers
