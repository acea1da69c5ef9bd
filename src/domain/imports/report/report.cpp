#include "domain/imports/report/report.h"

#include <boost/json.hpp>

#include "base/json_writer.h"

namespace imports {
namespace {

namespace json = boost::json;

std::uint64_t number(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? 0 : value->to_number<std::uint64_t>();
}

std::string text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr || !value->is_string() ? std::string{} : std::string(value->get_string());
}

const json::object& part(const json::object& object, std::string_view name) {
  return object.at(name).as_object();
}

std::vector<std::string> texts(const json::object& object, std::string_view name) {
  std::vector<std::string> found;
  const json::value* values = object.if_contains(name);
  if (values == nullptr) return found;
  for (const json::value& value : values->as_array()) found.emplace_back(value.as_string());
  return found;
}

void write_texts(base::JsonWriter& out, std::string_view name, const std::vector<std::string>& values) {
  out.key(name).begin_array();
  for (const std::string& value : values) out.value(value);
  out.end_array();
}

/// Members that most files have no use for; left out there.
void write_parts(base::JsonWriter& out, const Detected& detected) {
  if (!detected.zip_entry.empty()) out.member("zip_entry", detected.zip_entry);
  if (!detected.other_entries.empty()) write_texts(out, "other_entries", detected.other_entries);
  if (!detected.sheet.empty()) out.member("sheet", detected.sheet);
  if (!detected.other_sheets.empty()) write_texts(out, "other_sheets", detected.other_sheets);
  if (detected.notes.empty()) return;
  out.key("notes").begin_array();
  for (const FileNote& note : detected.notes) {
    out.begin_object().member("code", note.code).member("message", note.message).member("cure", note.cure);
    out.end_object();
  }
  out.end_array();
}

Detected detected_of(const json::object& object) {
  Detected detected;
  detected.format = text(object, "format");
  detected.encoding = text(object, "encoding");
  detected.compression = text(object, "compression");
  detected.delimiter = text(object, "delimiter");
  detected.columns = texts(object, "columns");
  detected.zip_entry = text(object, "zip_entry");
  detected.sheet = text(object, "sheet");
  detected.other_entries = texts(object, "other_entries");
  detected.other_sheets = texts(object, "other_sheets");
  if (const json::value* notes = object.if_contains("notes")) {
    for (const json::value& note : notes->as_array()) {
      const json::object& found = note.as_object();
      detected.notes.push_back({text(found, "code"), text(found, "message"), text(found, "cure")});
    }
  }
  return detected;
}

void write_detected(base::JsonWriter& out, const Detected& detected) {
  out.key("detected").begin_object();
  out.member("format", detected.format);
  out.member("encoding", detected.encoding);
  out.member("compression", detected.compression);
  out.key("delimiter");
  if (detected.delimiter.empty()) {
    out.null();
  } else {
    out.value(detected.delimiter);
  }
  write_texts(out, "columns", detected.columns);
  write_parts(out, detected);
  out.end_object();
}

void write_counts(base::JsonWriter& out, std::uint64_t rows_read, const catalog::MergeCounts& counts) {
  out.key("rows").begin_object();
  out.member("read", rows_read);
  out.member("created", counts.rows.created);
  out.member("updated", counts.rows.updated);
  out.member("unchanged", counts.rows.unchanged);
  out.member("quarantined", counts.rows.quarantined);
  out.member("skipped", counts.rows.skipped);
  out.end_object();
  out.key("offers").begin_object();
  out.member("created", counts.offers.created);
  out.member("updated", counts.offers.updated);
  out.member("unchanged", counts.offers.unchanged);
  out.member("withdrawn", counts.offers.withdrawn);
  out.end_object();
  out.key("products").begin_object();
  out.member("created", counts.products.created);
  out.member("updated", counts.products.updated);
  out.member("unchanged", counts.products.unchanged);
  out.end_object();
  if (counts.changes) {
    out.key("change_counts").begin_object();
    out.member("price_up", counts.changes->price_up);
    out.member("price_down", counts.changes->price_down);
    out.member("stock_to_zero", counts.changes->stock_to_zero);
    out.member("other", counts.changes->other);
    out.end_object();
  }
  out.key("problems").begin_object();
  for (const auto& [code, count] : counts.problems) out.member(code, count);
  out.end_object();
}

ImportReport report_of(const json::object& root) {
  ImportReport report;
  report.job_id = base::Uuid::parse(text(root, "job_id")).value_or(base::Uuid{});
  report.status = text(root, "status");
  report.supplier = text(root, "supplier");
  report.file_name = text(root, "file");
  report.mode = text(root, "mode");
  report.mapping_version = static_cast<int>(number(root, "mapping_version"));
  report.resumed = static_cast<int>(number(root, "resumed"));
  report.detected = detected_of(part(root, "detected"));
  const json::object& rows = part(root, "rows");
  report.rows_read = number(rows, "read");
  report.counts.rows = {number(rows, "created"), number(rows, "updated"), number(rows, "unchanged"),
                        number(rows, "quarantined"), number(rows, "skipped")};
  const json::object& offers = part(root, "offers");
  report.counts.offers = {number(offers, "created"), number(offers, "updated"), number(offers, "unchanged"),
                          number(offers, "withdrawn"), 0};
  const json::object& products = part(root, "products");
  report.counts.products = {number(products, "created"), number(products, "updated"), number(products, "unchanged")};
  if (root.if_contains("change_counts") != nullptr) {
    const json::object& changes = part(root, "change_counts");
    report.counts.changes = {number(changes, "price_up"), number(changes, "price_down"),
                             number(changes, "stock_to_zero"), number(changes, "other")};
  }
  for (const auto& [code, count] : part(root, "problems"))
    report.counts.problems[code] = count.to_number<std::uint64_t>();
  report.duration_ms = number(root, "duration_ms");
  report.peak_memory_bytes = number(root, "peak_memory_bytes");
  return report;
}

}  // namespace

std::uint64_t ImportReport::rows_per_second() const {
  return duration_ms == 0 ? rows_read * 1000 : rows_read * 1000 / duration_ms;
}

std::string to_json(const ImportReport& report) {
  base::JsonWriter out;
  out.begin_object();
  out.member("job_id", report.job_id.to_string());
  out.member("status", report.status);
  out.member("supplier", report.supplier);
  out.member("file", report.file_name);
  out.member("mode", report.mode);
  out.member("mapping_version", report.mapping_version);
  out.member("resumed", report.resumed);
  write_detected(out, report.detected);
  write_counts(out, report.rows_read, report.counts);
  out.member("duration_ms", report.duration_ms);
  out.member("rows_per_second", report.rows_per_second());
  out.member("peak_memory_bytes", report.peak_memory_bytes);
  out.end_object();
  return out.take();
}

base::Result<ImportReport> parse_report(std::string_view text_of_report) {
  try {
    const json::value parsed = json::parse(text_of_report);
    return report_of(parsed.as_object());
  } catch (const std::exception& error) {
    return base::failure(report_unreadable,
                         std::string("The stored report of this import cannot be read: ") + error.what() + ".",
                         "The ledger itself is in the catalogue; please report this.");
  }
}

}  // namespace imports
