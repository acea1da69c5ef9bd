#include "app/sniff_view.h"

#include <fmt/format.h>

#include "app/report_view.h"
#include "app/terminal.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace app {
namespace {

std::string delimiter_text(char delimiter) {
  return delimiter == '\t' ? "tab" : std::string(1, delimiter);
}

std::string style_text(const imports::NumberStyle& style) {
  std::string text = style.decimal == ',' ? "decimal comma" : "decimal point";
  if (style.thousands == ' ') return text + ", thousands by blank";
  if (style.thousands != '\0') text += std::string(", thousands by ") + style.thousands;
  return text;
}

std::string percent(double share) {
  return fmt::format("{:.0f} %", share * 100);
}

void write_names(base::JsonWriter& out, std::string_view member, const std::vector<std::string>& names) {
  out.key(member).begin_array();
  for (const std::string& name : names) out.value(name);
  out.end_array();
}

void write_notes(base::JsonWriter& out, const std::vector<base::Problem>& notes) {
  out.key("notes").begin_array();
  for (const base::Problem& note : notes) {
    out.begin_object().member("code", note.code()).member("message", note.message).member("cure", note.cure);
    out.end_object();
  }
  out.end_array();
}

std::string goes_to(const imports::ColumnProfile& column) {
  return column.suggestion ? std::string(imports::info(column.suggestion->field).name) : "–";
}

void write_column(base::JsonWriter& out, const imports::ColumnProfile& column) {
  out.begin_object();
  out.member("name", column.name).member("type", imports::to_string(column.type)).member("evidence", column.evidence);
  out.member("filled", column.filled).member("distinct", column.distinct);
  write_names(out, "samples", column.samples);
  out.key("number_style");
  if (column.number) {
    out.begin_object().member("decimal", std::string(1, column.number->decimal));
    out.member("thousands",
               column.number->thousands == '\0' ? std::string{} : std::string(1, column.number->thousands));
    out.end_object();
  } else {
    out.null();
  }
  out.member("currency", column.currency);
  out.key("suggestion");
  if (column.suggestion) {
    out.begin_object().member("field", imports::info(column.suggestion->field).name);
    out.member("confidence", column.suggestion->confidence).member("reason", column.suggestion->reason).end_object();
  } else {
    out.null();
  }
  out.end_object();
}

}  // namespace

std::string sniff_text(const std::string& file, const imports::Sniffed& sniffed) {
  const imports::Dialect& dialect = sniffed.dialect;
  std::string text = coloured(file, Colour::bold) + "\n";
  const auto line = [&](std::string_view what, const std::string& value, const std::string& why) {
    text += fmt::format("  {:<12} {}{}\n", what, value, why.empty() ? "" : coloured("  " + why, Colour::muted));
  };
  line("format", std::string(imports::to_string(dialect.format)),
       percent(sniffed.confidence) + " sure. " + sniffed.dialect_reason);
  if (dialect.compression != imports::Compression::none) {
    line("compression", std::string(imports::to_string(dialect.compression)), dialect.zip_entry);
  }
  line("encoding", dialect.encoding, sniffed.encoding_reason);
  if (dialect.format == imports::Format::csv) line("delimiter", delimiter_text(dialect.delimiter), "");
  if (!dialect.sheet.empty()) line("sheet", dialect.sheet, "");
  if (!dialect.record_path.empty()) line("records at", dialect.record_path, "");
  line("header", dialect.header_row == 0 ? "none" : "line " + std::to_string(dialect.header_row), "");
  line("rows", (sniffed.estimate_is_exact ? "" : "about ") + count_text(sniffed.estimated_rows), "");
  for (const base::Problem& note : sniffed.notes) text += note_text(note.message, note.cure, note.code());
  text += "\n";
  Table table({"  column", "samples", "looks like", "goes to", "why"});
  for (const imports::ColumnProfile& column : sniffed.columns) {
    std::string samples;
    for (std::size_t i = 0; i < column.samples.size() && i < 2; ++i) {
      samples += (i == 0 ? "" : " · ") + std::string(base::utf8_prefix(column.samples[i], 18));
    }
    std::string looks = std::string(imports::to_string(column.type));
    if (column.number && column.type == imports::ColumnType::decimal) looks += ", " + style_text(*column.number);
    table.add({"  " + std::string(base::utf8_prefix(column.name, 24)), samples, looks, goes_to(column),
               column.suggestion ? percent(column.suggestion->confidence) + ": " + column.suggestion->reason
                                 : column.evidence});
  }
  return text + table.text();
}

std::string sniff_json(const std::string& file, const imports::Sniffed& sniffed) {
  const imports::Dialect& dialect = sniffed.dialect;
  base::JsonWriter out;
  out.begin_object();
  out.member("file", file).member("format", imports::to_string(dialect.format));
  out.member("compression", imports::to_string(dialect.compression)).member("zip_entry", dialect.zip_entry);
  out.member("encoding", dialect.encoding).member("encoding_reason", sniffed.encoding_reason);
  out.key("delimiter");
  if (dialect.format == imports::Format::csv) {
    out.value(std::string(1, dialect.delimiter));
  } else {
    out.null();
  }
  out.member("quote", dialect.quote == '\0' ? std::string{} : std::string(1, dialect.quote));
  out.member("header_row", static_cast<std::uint64_t>(dialect.header_row));
  out.member("first_data_row", static_cast<std::uint64_t>(dialect.first_data_row));
  out.member("sheet", dialect.sheet).member("record_path", dialect.record_path);
  write_names(out, "other_entries", sniffed.other_entries);
  write_names(out, "other_sheets", sniffed.other_sheets);
  write_notes(out, sniffed.notes);
  out.member("confidence", sniffed.confidence).member("reason", sniffed.dialect_reason);
  out.member("sampled_rows", sniffed.sampled_rows).member("estimated_rows", sniffed.estimated_rows);
  out.member("estimate_is_exact", sniffed.estimate_is_exact);
  out.key("columns").begin_array();
  for (const imports::ColumnProfile& column : sniffed.columns) write_column(out, column);
  out.end_array();
  out.key("mapping").raw(imports::to_json(imports::suggest_mapping(sniffed)));
  out.end_object();
  return out.take();
}

}  // namespace app
