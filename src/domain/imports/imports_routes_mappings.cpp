// Understanding files, and the mappings that say what their columns mean.
#include <fmt/format.h>

#include "domain/imports/import_views.h"
#include "domain/imports/imports_route_parts.h"
#include "domain/imports/validate/row_mapper.h"

namespace imports {
namespace {

namespace http = platform::http;
using http::Request;
using Json = boost::json::value;

/// `file`: how to read it where people know better, as the member of a mapping document.
struct UploadReference {
  base::Uuid upload_id;
  std::optional<Json> file;
};
BOOST_DESCRIBE_STRUCT(UploadReference, (), (upload_id, file))

struct SuggestionView {
  std::string field;
  double confidence = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(SuggestionView, (), (field, confidence, reason))

struct ColumnView {
  std::string name, type, evidence;
  std::uint64_t filled = 0, distinct = 0;
  std::vector<std::string> samples;
  std::string decimal_mark, thousands_mark, currency;
  std::optional<SuggestionView> suggestion;
};
BOOST_DESCRIBE_STRUCT(ColumnView, (),
                      (name, type, evidence, filled, distinct, samples, decimal_mark, thousands_mark, currency,
                       suggestion))

struct DetectedView {
  std::string file_name, format, compression, zip_entry, encoding, encoding_reason, delimiter, sheet, record_path;
  std::uint64_t header_row = 0, first_data_row = 0;
  double confidence = 0;
  std::string reason;
  std::uint64_t sampled_rows = 0, estimated_rows = 0;
  bool estimate_is_exact = false;
  std::vector<std::string> other_entries, other_sheets;
  std::vector<ProblemView> notes;
  std::vector<ColumnView> columns;
  Json mapping;
};
BOOST_DESCRIBE_STRUCT(DetectedView, (),
                      (file_name, format, compression, zip_entry, encoding, encoding_reason, delimiter, sheet,
                       record_path, header_row, first_data_row, confidence, reason, sampled_rows, estimated_rows,
                       estimate_is_exact, other_entries, other_sheets, notes, columns, mapping))

struct MappingView {
  std::int64_t version = 0;
  std::string origin;
  base::Timestamp created_at;
  Json document;
};
BOOST_DESCRIBE_STRUCT(MappingView, (), (version, origin, created_at, document))

struct MappingListView {
  std::vector<MappingView> items;
};
BOOST_DESCRIBE_STRUCT(MappingListView, (), (items))

std::string mark(char c) {
  return c == '\0' ? std::string{} : std::string(1, c);
}

ColumnView view_of(const ColumnProfile& column) {
  ColumnView view;
  view.name = column.name;
  view.type = to_string(column.type);
  view.evidence = column.evidence;
  view.filled = column.filled;
  view.distinct = column.distinct;
  view.samples = column.samples;
  if (column.number) {
    view.decimal_mark = mark(column.number->decimal);
    view.thousands_mark = mark(column.number->thousands);
  }
  view.currency = column.currency;
  if (const auto& s = column.suggestion)
    view.suggestion = SuggestionView{std::string(info(s->field).name), s->confidence, s->reason};
  return view;
}

DetectedView view_of(const std::string& file_name, const Sniffed& sniffed) {
  const Dialect& dialect = sniffed.dialect;
  DetectedView view;
  view.file_name = file_name;
  view.format = to_string(dialect.format);
  view.compression = to_string(dialect.compression);
  view.zip_entry = dialect.zip_entry;
  view.encoding = dialect.encoding;
  view.encoding_reason = sniffed.encoding_reason;
  if (dialect.format == Format::csv) view.delimiter = mark(dialect.delimiter);
  view.sheet = dialect.sheet;
  view.record_path = dialect.record_path;
  view.header_row = dialect.header_row;
  view.first_data_row = dialect.first_data_row;
  view.confidence = sniffed.confidence;
  view.reason = sniffed.dialect_reason;
  view.sampled_rows = sniffed.sampled_rows;
  view.estimated_rows = sniffed.estimated_rows;
  view.estimate_is_exact = sniffed.estimate_is_exact;
  view.other_entries = sniffed.other_entries;
  view.other_sheets = sniffed.other_sheets;
  for (const base::Problem& note : sniffed.notes)
    view.notes.push_back({std::string(note.code()), note.message, note.cure});
  for (const ColumnProfile& column : sniffed.columns) view.columns.push_back(view_of(column));
  view.mapping = boost::json::parse(to_json(suggest_mapping(sniffed)));
  return view;
}

MappingView view_of(const MappingVersion& version) {
  return {version.version, version.origin, version.created_at, boost::json::parse(version.document)};
}

/// What people say of how a file is to be read. Fails with mapping_invalid.
base::Result<Mapping::FileHints> hints_of(const UploadReference& reference) {
  if (!reference.file) return Mapping::FileHints{};
  const boost::json::object document{{"file", *reference.file}, {"fields", boost::json::object{}}};
  ASSIGN_OR_RETURN(Mapping mapping, parse_mapping(boost::json::serialize(document)));
  return std::move(mapping.file);
}

base::Result<DetectedView> detected(const ImportRouteParts& parts, const Request& request,
                                    const UploadReference& file) {
  ASSIGN_OR_RETURN(const Mapping::FileHints hints, hints_of(file));
  ASSIGN_OR_RETURN(const auto path, parts.uploads.file(file.upload_id, owner_of(request)));
  ASSIGN_OR_RETURN(const Upload upload, parts.uploads.find(file.upload_id, owner_of(request)));
  ASSIGN_OR_RETURN(const Sniffed sniffed, sniff(path, hints, upload.file_name));
  return view_of(upload.file_name, sniffed);
}

base::Result<MappingView> current(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const auto supplier, parts.suppliers.find(request.parameter("code")));
  ASSIGN_OR_RETURN(const auto latest, parts.imports.latest_mapping(supplier));
  if (latest) return view_of(*latest);
  return base::failure(mapping_version_unknown, "Supplier \"" + supplier.code + "\" has no mapping yet.",
                       "Import a file, or store a mapping: PUT /suppliers/{code}/mapping.");
}

base::Result<MappingListView> versions(const ImportRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const auto supplier, parts.suppliers.find(request.parameter("code")));
  ASSIGN_OR_RETURN(const auto all, parts.imports.mapping_versions(supplier));
  MappingListView view;
  for (const MappingVersion& version : all) view.items.push_back(view_of(version));
  return view;
}

base::Result<MappingView> store(const ImportRouteParts& parts, const Request& request, const Json& document) {
  ASSIGN_OR_RETURN(const auto supplier, parts.suppliers.find(request.parameter("code")));
  ASSIGN_OR_RETURN(const Mapping mapping, parse_mapping(boost::json::serialize(document)));
  ASSIGN_OR_RETURN(const MappingVersion version, parts.imports.store_mapping(supplier, mapping, "given"));
  note(parts, request, "mapping.stored", "supplier:" + supplier.code, http::to_json(view_of(version)));
  return view_of(version);
}

}  // namespace

void add_mapping_routes(http::RouteTable& table, const ImportRouteParts& parts) {
  const std::vector<const base::ProblemKind*> unreadable{&mapping_invalid, &upload_unknown, &upload_incomplete,
                                                         &file_empty, &format_unknown};
  table.push_back(http::post("/detect", "detect_file", "mappings",
                             "Find out what an uploaded file is and what its columns may mean")
                      .permission("imports.write")
                      .problems(unreadable)
                      .accepts<UploadReference>([parts](const Request& request, const UploadReference& file) {
                        return detected(parts, request, file);
                      }));
  table.push_back(
      http::post("/mappings/suggest", "suggest_mapping", "mappings",
                 "Suggest a mapping for an uploaded file, ready to be stored")
          .permission("imports.write")
          .problems(unreadable)
          .accepts<UploadReference>([parts](const Request& request, const UploadReference& file) -> base::Result<Json> {
            ASSIGN_OR_RETURN(DetectedView view, detected(parts, request, file));
            return std::move(view.mapping);
          }));
  table.push_back(http::get("/suppliers/{code}/mapping", "get_mapping", "mappings", "Show a supplier's mapping")
                      .permission("suppliers.read")
                      .problems({&suppliers::supplier_unknown, &mapping_version_unknown})
                      .answers([parts](const Request& request) { return current(parts, request); }));
  table.push_back(http::put("/suppliers/{code}/mapping", "store_mapping", "mappings",
                            "Store a mapping: the next version, unless the latest says the same")
                      .permission("suppliers.config")
                      .problems({&suppliers::supplier_unknown, &mapping_invalid, &mapping_no_identity})
                      .accepts<Json>([parts](const Request& request, const Json& document) {
                        return store(parts, request, document);
                      }));
  table.push_back(http::get("/suppliers/{code}/mappings", "list_mappings", "mappings",
                            "List the versions of a supplier's mapping, latest first")
                      .permission("suppliers.read")
                      .problems({&suppliers::supplier_unknown})
                      .answers([parts](const Request& request) { return versions(parts, request); }));
}

}  // namespace imports
