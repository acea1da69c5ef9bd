#include "platform/sheets/workbook_stream.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace platform::sheets {
namespace {

// These keep the archive within a ZIP without 64-bit extensions.
constexpr std::uint64_t most_sheet_bytes = std::uint64_t{3} << 30U, most_archive_bytes = std::uint64_t{3} << 30U;
// What a cell and a sheet's name hold.
constexpr std::size_t longest_text = 32'767, longest_sheet_name = 31;

constexpr std::string_view xml_head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr std::string_view main_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view office_relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view package_relations = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr std::string_view types_space = "http://schemas.openxmlformats.org/package/2006/content-types";
constexpr std::string_view part_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

/// Style 1 is bold, for the names of the columns.
constexpr std::string_view styles =
    R"(<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>)"
    R"(<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>)"
    R"(<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>)"
    R"(<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>)";

/// U+FFFE and U+FFFF, which no XML may hold.
bool is_no_character(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

void append_xml(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\xEF' && is_no_character(text.substr(i))) {
      i += 2;
      continue;
    }
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        // XML 1.0 has no other control characters, not even escaped.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
}

std::string shortened(std::string_view text) {
  if (text.size() <= longest_text || base::utf8_length(text) <= longest_text / 2) return std::string(text);
  // Programs count UTF-16 units, of which a character has at most two.
  return std::string(base::utf8_prefix(text, longest_text / 2 - 1)) + "…";
}

std::string relation(std::string_view id, std::string_view type, std::string_view target) {
  return fmt::format(R"(<Relationship Id="{}" Type="{}/{}" Target="{}"/>)", id, office_relations, type, target);
}

void write_part(ZipStream& zip, std::string name, std::string_view content) {
  zip.begin_entry(std::move(name));
  zip.write(xml_head);
  zip.write(content);
  zip.end_entry();
}

std::string sheet_title(const std::string& name, std::uint32_t number) {
  const std::string suffix = number == 1 ? "" : fmt::format(" {}", number);
  std::string title(base::utf8_prefix(name, longest_sheet_name - suffix.size()));
  std::ranges::replace_if(
      title, [](char c) { return std::string_view("[]:*?/\\'").find(c) != std::string_view::npos; }, ' ');
  std::string escaped;
  append_xml(escaped, title + suffix);
  return escaped;
}

}  // namespace

WorkbookStream::WorkbookStream(std::string sheet_name, std::vector<Column> columns, std::uint64_t rows_per_sheet)
    : sheet_name_(std::move(sheet_name)), columns_(std::move(columns)), rows_per_sheet_(rows_per_sheet) {
  begin_sheet();
}

void WorkbookStream::begin_sheet() {
  ++sheets_;
  rows_ = 0;
  zip_.begin_entry(fmt::format("xl/worksheets/sheet{}.xml", sheets_));
  std::string text(xml_head);
  text += fmt::format(R"(<worksheet xmlns="{}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" )"
                      R"(topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>)",
                      main_space);
  std::vector<Cell> heading;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    text += fmt::format(R"(<col min="{0}" max="{0}" width="{1}" customWidth="1"/>)", i + 1, columns_[i].width);
    heading.push_back({columns_[i].name});
  }
  zip_.write(text + "</cols><sheetData>");
  write_row(heading, true);
}

void WorkbookStream::end_sheet() {
  zip_.write("</sheetData></worksheet>");
  zip_.end_entry();
}

void WorkbookStream::write_row(std::span<const Cell> cells, bool is_heading) {
  std::string text = fmt::format(R"(<row r="{}">)", ++rows_);
  for (const Cell& cell : cells) {
    if (cell.text.empty()) {
      text += "<c/>";
    } else if (cell.is_number) {
      text += "<c><v>";
      append_xml(text, cell.text);
      text += "</v></c>";
    } else {
      text += is_heading ? R"(<c s="1" t="inlineStr"><is><t xml:space="preserve">)"
                         : R"(<c t="inlineStr"><is><t xml:space="preserve">)";
      append_xml(text, shortened(cell.text));
      text += "</t></is></c>";
    }
  }
  zip_.write(text + "</row>");
}

base::Result<> WorkbookStream::row(std::span<const Cell> cells) {
  if (zip_.archive_size() > most_archive_bytes) {
    return base::failure(workbook_full, "There is more than one workbook can hold.",
                         "Narrow the filters, or export as CSV, which has no such limit.");
  }
  if (rows_ >= rows_per_sheet_ || zip_.entry_size() > most_sheet_bytes) {
    end_sheet();
    begin_sheet();
  }
  write_row(cells, false);
  return {};
}

void WorkbookStream::finish() {
  end_sheet();
  std::string sheets, relations = relation("styles", "styles", "styles.xml");
  std::string types = fmt::format(R"(<Types xmlns="{}"><Default Extension="rels" )"
                                  R"(ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)",
                                  types_space);
  const auto add_type = [&](std::string_view part, std::string_view type) {
    types += fmt::format(R"(<Override PartName="{}" ContentType="{}{}+xml"/>)", part, part_type, type);
  };
  add_type("/xl/workbook.xml", "sheet.main");
  add_type("/xl/styles.xml", "styles");
  for (std::uint32_t number = 1; number <= sheets_; ++number) {
    sheets +=
        fmt::format(R"(<sheet name="{0}" sheetId="{1}" r:id="sheet{1}"/>)", sheet_title(sheet_name_, number), number);
    relations += relation(fmt::format("sheet{}", number), "worksheet", fmt::format("worksheets/sheet{}.xml", number));
    add_type(fmt::format("/xl/worksheets/sheet{}.xml", number), "worksheet");
  }
  const auto related = [](std::string_view inside) {
    return fmt::format(R"(<Relationships xmlns="{}">{}</Relationships>)", package_relations, inside);
  };
  write_part(zip_, "xl/styles.xml", fmt::format(R"(<styleSheet xmlns="{}">{}</styleSheet>)", main_space, styles));
  write_part(zip_, "xl/workbook.xml",
             fmt::format(R"(<workbook xmlns="{}" xmlns:r="{}"><sheets>{}</sheets></workbook>)", main_space,
                         office_relations, sheets));
  write_part(zip_, "xl/_rels/workbook.xml.rels", related(relations));
  write_part(zip_, "_rels/.rels", related(relation("workbook", "officeDocument", "xl/workbook.xml")));
  write_part(zip_, "[Content_Types].xml", types + "</Types>");
  zip_.finish();
}

}  // namespace platform::sheets
