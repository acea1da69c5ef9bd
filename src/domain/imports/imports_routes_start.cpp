// Starting an import: of a complete upload, or of a file that comes with the request.
#include <map>

#include "domain/imports/import_views.h"
#include "domain/imports/imports_route_parts.h"
#include "domain/imports/upload_limits.h"
#include "domain/imports/uploads_multipart.h"
#include "platform/http/query_values.h"

namespace imports {
namespace {

namespace http = platform::http;
using http::Request;

struct StartInput {
  base::Uuid upload_id;
  std::string supplier;
  std::optional<std::string> mode;
  std::optional<bool> dry_run;
  std::optional<std::int64_t> mapping_version;
  std::optional<boost::json::value> mapping;
};
BOOST_DESCRIBE_STRUCT(StartInput, (), (upload_id, supplier, mode, dry_run, mapping_version, mapping))

using ImportAnswer = http::Answer<ImportView>;
/// What is said of an import beside its file: parameters of the address, overridden by fields of the form.
using Fields = std::map<std::string, std::string, std::less<>>;

tl::unexpected<base::Problem> refused(const std::string& name, const std::string& value, std::string cure) {
  return base::failure(http::request_invalid, "The field " + name + " cannot be \"" + value + "\".", std::move(cure),
                       {.field = name});
}

base::Result<catalog::MergeMode> mode_value(const std::string& text) {
  if (text.empty() || text == "partial") return catalog::MergeMode::partial;
  if (text == "full") return catalog::MergeMode::full;
  return refused("mode", text, "Use partial (offers not in the file stay) or full (they are withdrawn).");
}

std::string field(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string{} : found->second;
}

base::Result<StartImport> start_of(const Fields& fields) {
  StartImport start;
  start.supplier = field(fields, "supplier");
  ASSIGN_OR_RETURN(start.mode, mode_value(field(fields, "mode")));
  const std::string dry = field(fields, "dry_run");
  if (!dry.empty() && dry != "true" && dry != "false") return refused("dry_run", dry, "Use true or false.");
  start.dry_run = dry == "true";
  const std::string version = field(fields, "mapping_version");
  if (version.empty()) return start;
  if (version.size() > 9 || version.find_first_not_of("0123456789") != std::string::npos)
    return refused("mapping_version", version, "Use the number of one of the supplier's mapping versions.");
  start.mapping_version = std::stoll(version);
  return start;
}

base::Result<ImportAnswer> begun(const ImportRouteParts& parts, const Request& request, StartImport start) {
  start.owner = owner_of(request);
  start.created_by = name_of(request);
  ASSIGN_OR_RETURN(const ImportState state, parts.background.start(start));
  ImportAnswer answer{view_of(state), 0, {{"Location", request.path + "/" + state.id.to_string()}}};
  note(parts, request, "import.started", "import:" + state.id.to_string(), http::to_json(answer.value));
  return answer;
}

base::Result<ImportAnswer> start_upload(const ImportRouteParts& parts, const Request& request, const ByteReader& body) {
  constexpr std::size_t longest = 1U << 20U;
  std::string text;
  std::string piece(64U << 10U, '\0');
  for (;;) {
    ASSIGN_OR_RETURN(const std::size_t got, body(piece));
    if (got == 0) break;
    text.append(piece, 0, got);
    if (text.size() > longest) {
      return base::failure(http::body_too_large, "What is said of an import is longer than 1 MiB.",
                           "To send a file, name its supplier: POST /imports?supplier=CODE.");
    }
  }
  ASSIGN_OR_RETURN(const StartInput input, http::from_json<StartInput>(text));
  StartImport start;
  start.upload_id = input.upload_id;
  start.supplier = input.supplier;
  ASSIGN_OR_RETURN(start.mode, mode_value(input.mode.value_or("")));
  start.dry_run = input.dry_run.value_or(false);
  start.mapping_version = input.mapping_version;
  if (input.mapping) start.mapping = boost::json::serialize(*input.mapping);
  return begun(parts, request, std::move(start));
}

/// Takes the file of a form in, and its fields, in whatever order they come.
base::Result<Upload> take_in_form(const ImportRouteParts& parts, const Request& request, MultipartReader& form,
                                  Fields& fields) {
  std::optional<Upload> upload;
  for (;;) {
    ASSIGN_OR_RETURN(const auto part, form.next());
    if (!part) break;
    if (!part->file_name) {
      ASSIGN_OR_RETURN(fields[part->name], form.text());
    } else if (!upload) {
      ASSIGN_OR_RETURN(upload, parts.uploads.take_in({*part->file_name, {}, field(fields, "sha256"), owner_of(request)},
                                                     [&form](std::span<char> out) { return form.read(out); }));
    }
  }
  if (upload) return *std::move(upload);
  return base::failure(multipart_malformed, "The form holds no file.",
                       "Send the file as a part with a file name: `curl --form file=@prices.csv`.");
}

base::Result<ImportAnswer> start_file(const ImportRouteParts& parts, const Request& request, const ByteReader& body,
                                      Fields fields) {
  std::optional<Upload> upload;
  const std::string_view type = request.header("content-type");
  if (const auto boundary = multipart_boundary(type)) {
    MultipartReader form(body, *boundary);
    ASSIGN_OR_RETURN(upload, take_in_form(parts, request, form, fields));
  } else {
    // What is wrong with the rest is said before the file is sent.
    RETURN_IF_FAILED(start_of(fields));
    const std::string name = field(fields, "file_name");
    ASSIGN_OR_RETURN(
        upload,
        parts.uploads.take_in({name.empty() ? "upload" : name, {}, field(fields, "sha256"), owner_of(request)}, body));
  }
  auto start = start_of(fields);
  if (start) {
    start->upload_id = upload->id;
    auto answer = begun(parts, request, *std::move(start));
    if (answer) return answer;
    start = base::failure(std::move(answer).error());
  }
  RETURN_IF_FAILED(parts.uploads.remove(upload->id, upload->owner));
  return base::failure(std::move(start).error());
}

base::Result<ImportAnswer> start(const ImportRouteParts& parts, const Request& request, http::BodyReader& body) {
  Fields fields;
  for (const auto& [name, value] : request.query) fields[name] = value;
  const bool brings_file = fields.contains("supplier") || multipart_boundary(request.header("content-type"));
  return brings_file ? start_file(parts, request, bytes_of(body), std::move(fields))
                     : start_upload(parts, request, bytes_of(body));
}

}  // namespace

void add_start_routes(http::RouteTable& table, const ImportRouteParts& parts) {
  http::Route route =
      http::post("/imports", "start_import", "imports",
                 "Import an upload, or with the parameter supplier (or a form) the file that is sent with it")
          .permission("imports.start")
          .tier(http::RateTier::upload)
          .idempotent()
          .status(202)
          .limit(longest_upload)
          .also_takes({"application/octet-stream", "text/csv", "multipart/form-data"})
          .query("supplier", "string", "Supplier of the file sent as the body: its code")
          .query("mode", "string", "partial: offers not in the file stay; full: they are withdrawn")
          .query("file_name", "string", "What people call the file sent as the body")
          .query("dry_run", "boolean", "Only show what would happen")
          .query("mapping_version", "integer", "Version of the supplier's mapping to use")
          .query("sha256", "string", "Digest the file must arrive with")
          .problems({&http::request_invalid, &upload_unknown, &upload_incomplete, &upload_digest_wrong, &upload_invalid,
                     &mapping_version_unknown, &mapping_invalid, &suppliers::supplier_code_invalid,
                     &multipart_malformed, &http::body_too_large})
          .streams([parts](const Request& request, http::BodyReader& body) { return start(parts, request, body); });
  route.input = [](boost::json::object& components) { return http::schema_of<StartInput>(components); };
  table.push_back(std::move(route));
}

}  // namespace imports
