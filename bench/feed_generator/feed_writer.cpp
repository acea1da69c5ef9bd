#include "feed_generator/feed_writer.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"

namespace feed_generator {
namespace {

constexpr Column column_at(std::size_t index) {
  return static_cast<Column>(index);
}

void append_quoted(std::string& out, std::string_view cell) {
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

/// RFC 4180 with the country's delimiter and lines ended by CR LF.
class CsvFeed final : public FeedWriter {
 public:
  explicit CsvFeed(const Options& options) : names_(column_names(options.language)), delimiter_(options.delimiter()) {
    for (const char c : {'"', '\r', '\n', delimiter_}) needs_quotes_[static_cast<unsigned char>(c)] = true;
  }

  void begin(std::string& out) override {
    for (const auto name : names_) append_cell(out, name);
    end_line(out);
  }
  void row(const Row& row, std::string& out) override {
    for (std::size_t i = 0; i < column_count; ++i) {
      if (row.has_stray_quote && column_at(i) == Column::name) {
        out += row.cells[i];
        out += delimiter_;
      } else {
        append_cell(out, row.cells[i]);
      }
    }
    end_line(out);
  }
  void end(std::string& /*out*/) override {}

 private:
  void append_cell(std::string& out, std::string_view cell) const {
    if (std::any_of(cell.begin(), cell.end(),
                    [this](char c) { return needs_quotes_[static_cast<unsigned char>(c)]; })) {
      append_quoted(out, cell);
    } else {
      out += cell;
    }
    out += delimiter_;
  }
  static void end_line(std::string& out) {
    out.back() = '\r';
    out += '\n';
  }

  const std::array<std::string_view, column_count>& names_;
  char delimiter_;
  std::array<bool, 256> needs_quotes_{};
};

/// Numbers as JSON numbers where the cell is one; everything else as strings.
class JsonFeed final : public FeedWriter {
 public:
  explicit JsonFeed(const Options& options)
      : names_(column_names(options.language)),
        list_name_(options.language == Language::english ? "products" : "produits"),
        one_a_line_(options.format == FeedFormat::ndjson) {}

  void begin(std::string& out) override {
    if (!one_a_line_) out.append("{\"").append(list_name_).append("\": [");
  }
  void row(const Row& row, std::string& out) override {
    if (!one_a_line_) out += is_first_ ? "\n" : ",\n";
    is_first_ = false;
    for (std::size_t i = 0; i < column_count; ++i) {
      out += i == 0 ? "{\"" : ",\"";
      out.append(names_[i]).append("\":");
      if (is_number(column_at(i)) && is_json_number(row.cells[i])) {
        out += row.cells[i];
      } else {
        base::append_json_string(out, row.cells[i]);
      }
    }
    out += one_a_line_ ? "}\n" : "}";
  }
  void end(std::string& out) override {
    if (!one_a_line_) out += "\n]}\n";
  }

 private:
  static bool is_json_number(std::string_view cell) {
    if (cell.starts_with('-')) cell.remove_prefix(1);
    return !cell.empty() && base::is_digit(cell.front()) &&
           std::all_of(cell.begin(), cell.end(), [](char c) { return base::is_digit(c) || c == '.'; });
  }

  const std::array<std::string_view, column_count>& names_;
  std::string_view list_name_;
  bool one_a_line_;
  bool is_first_ = true;
};

void append_xml_text(std::string& out, std::string_view text) {
  for (const char c : text) {
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
      default:
        out += c;
    }
  }
}

class XmlFeed final : public FeedWriter {
 public:
  explicit XmlFeed(const Options& options)
      : names_(column_names(options.language)),
        item_(options.language == Language::english ? "product" : "produit"),
        root_(options.language == Language::english ? "catalogue" : "tarif") {}

  void begin(std::string& out) override {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<").append(root_).append(">\n");
  }
  void row(const Row& row, std::string& out) override {
    out.append("  <").append(item_).append(">");
    for (std::size_t i = 0; i < column_count; ++i) {
      out.append("<").append(names_[i]).append(">");
      append_xml_text(out, row.cells[i]);
      out.append("</").append(names_[i]).append(">");
    }
    out.append("</").append(item_).append(">\n");
  }
  void end(std::string& out) override { out.append("</").append(root_).append(">\n"); }

 private:
  const std::array<std::string_view, column_count>& names_;
  std::string_view item_;
  std::string_view root_;
};

}  // namespace

std::unique_ptr<FeedWriter> make_feed_writer(const Options& options) {
  switch (options.format) {
    case FeedFormat::csv:
      return std::make_unique<CsvFeed>(options);
    case FeedFormat::json:
    case FeedFormat::ndjson:
      return std::make_unique<JsonFeed>(options);
    case FeedFormat::xml:
      return std::make_unique<XmlFeed>(options);
  }
  return nullptr;
}

}  // namespace feed_generator
