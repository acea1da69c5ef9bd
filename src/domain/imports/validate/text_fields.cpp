#include <algorithm>

#include "base/gtin.h"
#include "base/text.h"
#include "domain/imports/transform/in_quotes.h"
#include "domain/imports/validate/row_reader.h"

namespace imports {

namespace {

// The most characters a field keeps: far above what real feeds hold, low enough for every page and index.
constexpr std::size_t longest(Field field) {
  switch (field) {
    case Field::description:
      return 100'000;
    case Field::name:
    case Field::category:
      return 1'000;
    default:
      return 200;
  }
}
constexpr std::size_t longest_url = 2'048;

constexpr bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20U && c != '\n' && c != '\t') || byte == 0x7FU;
}

bool has_control(std::string_view text) {
  bool found = false;
  for (const char c : text) found |= is_control(c);
  return found;
}

// An identifier of the code as words: "scientific_expanded" becomes "scientific expanded".
std::string words_of(std::string_view identifier) {
  std::string words(identifier);
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string listed(const std::vector<base::GtinRepair>& repairs) {
  std::string out;
  for (const auto repair : repairs) {
    if (!out.empty()) out += ", ";
    out += words_of(base::to_string(repair));
  }
  return out;
}

// True when levels are parted by " > " already, so that nothing has to be rewritten.
bool is_canonical_path(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '|' || c == '/') return false;
    if (c != '>') continue;
    const bool framed = i >= 2 && i + 2 < text.size() && text[i - 1] == ' ' && text[i + 1] == ' ' &&
                        text[i - 2] != ' ' && text[i + 2] != ' ' && text[i + 2] != '>';
    if (!framed) return false;
  }
  return true;
}

char path_separator(std::string_view text) {
  for (const char c : {'>', '|'}) {
    if (text.find(c) != std::string_view::npos) return c;
  }
  return '/';
}

// "??" or "-" stands for a reference that is not there.
bool names_something(std::string_view sku) {
  return std::ranges::any_of(sku, [](char c) {
    const bool beyond_ascii = static_cast<unsigned char>(c) >= 0x80U;
    return beyond_ascii || base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

bool begins_address(std::string_view text) {
  return base::to_lower_ascii(text.substr(0, 7)) == "http://" || base::to_lower_ascii(text.substr(0, 8)) == "https://";
}

// The next address of a list, taken off its front. Commas and semicolons part addresses only where another one begins,
// because addresses hold them too.
std::string_view take_address(std::string_view& rest) {
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    const char c = rest[end];
    if (c == '|' || base::is_blank(c)) break;
    if (c != ',' && c != ';') continue;
    const auto next = rest.substr(end + 1);
    const auto word = next.substr(std::min(next.find_first_not_of(" \t\r\n,;"), next.size()));
    const bool at_end = next.empty() || base::is_blank(next[0]) || next[0] == '|';
    if (at_end || begins_address(word)) break;
  }
  const auto address = rest.substr(0, end);
  const auto next = rest.find_first_not_of(" \t\r\n\v\f|,;", end);
  rest.remove_prefix(std::min(next, rest.size()));
  return address;
}

bool is_address(std::string_view text) {
  if (!begins_address(text)) return false;
  const auto host = text.substr(text.find("//") + 2);
  return !host.empty() && host[0] != '/' && host[0] != '.' && host[0] != ':' && host[0] != '?';
}

}  // namespace

std::string_view RowReader::cleaned(std::string_view text) {
  if (!has_control(text)) return text;
  clean_.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool lone_return = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    if (lone_return) {
      clean_ += '\n';
    } else if (!is_control(text[i])) {
      clean_ += text[i];
    }
  }
  return base::trim(clean_);
}

bool RowReader::is_short_enough(std::string_view text, std::size_t most, const SourcePlan& source) {
  if (text.size() <= most || base::utf8_length(text) <= most) return true;
  report(text_too_long, source,
         in_quotes(text) + " has " + base::group_thousands(base::utf8_length(text)) + " characters, more than the " +
             base::group_thousands(most) + " that are kept.",
         "Shorten it, or map another column.");
  return false;
}

void RowReader::read_sku(const FieldPlan& field) {
  row_.sku.clear();
  const auto text = text_of(field.source);
  if (!text) return;
  const auto sku = cleaned(*text);
  if (!names_something(sku)) return;
  if (is_short_enough(sku, longest(Field::sku), field.source)) row_.sku = sku;
}

void RowReader::read_gtin(const FieldPlan& field) {
  const auto text = text_of(field.source);
  if (!text) return;
  auto reading = base::read_gtin(*text);
  if (reading.problem) {
    report(std::move(*reading.problem), field.source);
    return;
  }
  if (!reading.gtin) return blank(field);
  if (!reading.repairs.empty()) {
    report(
        gtin_repaired, field.source,
        "code " + in_quotes(*text) + " was read as " + reading.gtin->written() + " (" + listed(reading.repairs) + ").",
        "Nothing has to be done; write the code in full to be rid of this notice.");
  }
  judge_gtin(field, *reading.gtin);
}

void RowReader::judge_gtin(const FieldPlan& field, const base::Gtin& gtin) {
  if (gtin.is_placeholder()) {
    report(gtin_placeholder, field.source, "code " + gtin.written() + " only fills the column; it is left out.",
           "Give the real code, or leave the cell empty.");
    return;
  }
  if (!plan_.sku) row_.sku = gtin.written();
  switch (const auto range = gtin.range()) {
    case base::GtinRange::trade_item:
    case base::GtinRange::serial:
    case base::GtinRange::book:
    case base::GtinRange::music:
      row_.values.set(field.target, gtin.digits());
      return;
    default:
      report(gtin_restricted, field.source,
             "code " + gtin.written() + " is not for trade (" + words_of(base::to_string(range)) + "); it is left out.",
             "Give the manufacturer's code, or leave the cell empty.");
  }
}

void RowReader::read_text(const FieldPlan& field, std::string_view text) {
  const auto value = cleaned(text);
  if (value.empty()) return blank(field);
  if (is_short_enough(value, longest(field.field), field.source)) row_.values.set(field.target, value);
}

void RowReader::read_path(const FieldPlan& field, std::string_view text) {
  text = cleaned(text);
  if (!is_short_enough(text, longest(field.field), field.source)) return;
  if (is_canonical_path(text)) {
    if (text.empty()) return blank(field);
    row_.values.set(field.target, text);
    return;
  }
  std::string path;
  for (const auto part : base::split(text, path_separator(text))) {
    const auto level = base::trim(part);
    if (level.empty()) continue;
    if (!path.empty()) path += " > ";
    path += level;
  }
  if (path.empty()) return blank(field);
  row_.values.set(field.target, path);
}

void RowReader::read_urls(const FieldPlan& field, std::string_view text) {
  std::string lines;
  text = cleaned(text);
  const auto start = text.find_first_not_of(" \t\n|,;");
  if (start == std::string_view::npos) return blank(field);
  text.remove_prefix(start);
  while (!text.empty()) {
    const auto address = take_address(text);
    if (address.empty()) continue;
    if (!is_address(address)) {
      report(url_invalid, field.source, in_quotes(address) + " is not a web address; it is left out.",
             "Write the whole address, beginning with https://.");
      continue;
    }
    if (!is_short_enough(address, longest_url, field.source)) continue;
    if (text.empty() && lines.empty()) return row_.values.set(field.target, address);
    if (!lines.empty()) lines += '\n';
    lines += address;
  }
  if (!lines.empty()) row_.values.set(field.target, lines);
}

}  // namespace imports
