#include "domain/imports/sniff/magic.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/imports/sniff/sniff.h"

namespace imports::sniffing {
namespace {

constexpr std::string_view ask_for_data = "Ask the supplier for the list as CSV, Excel, JSON or XML.";
constexpr std::string_view save_as_xlsx = "Open it in a spreadsheet program and save it as Excel (.xlsx) or CSV.";
constexpr std::string_view repack = "Unpack it and import the data file inside, or pack it as .zip or .gz.";

struct Signature {
  std::string_view bytes;
  std::string_view seems_to_be;
  std::string_view cure;
};

constexpr std::string_view bytes(const char* text, std::size_t length) {
  return {text, length};
}

constexpr std::array signatures{
    Signature{"%PDF", "a PDF document", ask_for_data},
    Signature{"{\\rtf", "a rich text document", save_as_xlsx},
    Signature{bytes("\x89PNG", 4), "a PNG image", ask_for_data},
    Signature{bytes("\xFF\xD8\xFF", 3), "a JPEG image", ask_for_data},
    Signature{"GIF8", "a GIF image", ask_for_data},
    Signature{bytes("II*\0", 4), "a TIFF image", ask_for_data},
    Signature{bytes("MM\0*", 4), "a TIFF image", ask_for_data},
    Signature{"PAR1", "a Parquet file", ask_for_data},
    Signature{bytes("Obj\x01", 4), "an Avro file", ask_for_data},
    Signature{"SQLite format 3", "an SQLite database", ask_for_data},
    Signature{bytes("\x00\x01\x00\x00Standard", 12), "an Access database", ask_for_data},
    Signature{bytes("\x7F"
                    "ELF",
                    4),
              "a program", ask_for_data},
    Signature{"Rar!", "a RAR archive", repack},
    Signature{bytes("7z\xBC\xAF", 4), "a 7-Zip archive", repack},
    Signature{bytes("\xFD"
                    "7zXZ",
                    5),
              "an xz archive", repack},
    Signature{bytes("\x28\xB5\x2F\xFD", 4), "a Zstandard archive", repack},
    Signature{"BZh", "a bzip2 archive", repack},
};

/// Short signatures that a text may begin with too need the zero bytes behind them.
bool has_zero_bytes(std::string_view head) {
  return head.substr(0, 64).find('\0') != std::string_view::npos;
}

/// Control characters no text has. UTF-16 is recognised by its byte order mark or its regular zeros, by the caller.
bool is_binary(std::string_view head) {
  constexpr std::size_t looked_at = 4096;
  head = head.substr(0, looked_at);
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return false;
  std::size_t controls = 0;
  std::size_t zeros = 0;
  std::array<std::size_t, 2> zeros_by_parity{};
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto byte = static_cast<unsigned char>(head[i]);
    if (byte == 0) {
      ++zeros;
      ++zeros_by_parity[i % 2];
    } else if (byte < 32 && !base::is_blank(head[i]) && byte != 0x1A && byte != 0x1B) {
      ++controls;
    }
  }
  const bool like_utf16 = zeros * 4 >= head.size() && std::min(zeros_by_parity[0], zeros_by_parity[1]) * 20 <= zeros;
  return controls * 20 > head.size() || (!like_utf16 && zeros * 4 > head.size());
}

/// The first element's name, after declarations and comments; `lower` is in lower case.
std::string_view root_element(std::string_view lower) {
  std::size_t at = lower.find('<');
  while (at != std::string_view::npos && at + 1 < lower.size()) {
    const std::string_view rest = lower.substr(at + 1);
    if (rest.starts_with("!--")) {
      at = lower.find("-->", at);
      if (at != std::string_view::npos) at = lower.find('<', at);
      continue;
    }
    if (rest.front() != '?' && rest.front() != '!') return rest.substr(0, rest.find_first_of(" \t\r\n/>"));
    at = lower.find('<', at + 1);
  }
  return {};
}

bool is_datanorm(std::string_view text) {
  if (!text.starts_with("V ") && !text.starts_with("V;")) return false;
  std::size_t records = 0;
  std::size_t fitting = 0;
  for (const std::string_view line : base::split(text.substr(0, 8000), '\n')) {
    if (base::trim(line).empty()) continue;
    ++records;
    const bool typed = line.size() > 2 && line[0] >= 'A' && line[0] <= 'Z' && (line[1] == ';' || line[1] == ' ');
    if (typed && std::string_view("VABTSRPDKCJGZE").find(line[0]) != std::string_view::npos) ++fitting;
  }
  return records >= 2 && fitting + 1 >= records;
}

}  // namespace

MagicGuess guess_magic(std::string_view head) {
  if (head.starts_with(bytes("PK\x03\x04", 4)) || head.starts_with(bytes("PK\x05\x06", 4))) return {Magic::zip, {}, {}};
  if (head.starts_with(bytes("\x1F\x8B", 2))) return {Magic::gzip, {}, {}};
  if (head.starts_with(bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8))) return {Magic::ole, {}, {}};
  for (const Signature& signature : signatures) {
    if (head.starts_with(signature.bytes)) return {Magic::foreign, signature.seems_to_be, signature.cure};
  }
  if (head.starts_with("RIFF") && head.substr(8, 4) == "WEBP") {
    return {Magic::foreign, "a WebP image", ask_for_data};
  }
  if (has_zero_bytes(head)) {
    if (head.starts_with("BM")) return {Magic::foreign, "a bitmap image", ask_for_data};
    if (head.starts_with("MZ")) return {Magic::foreign, "a Windows program", ask_for_data};
  }
  // Worksheets of Excel 2 to 4 stand alone, without the OLE container.
  const bool old_excel = head.size() > 4 && head[0] == '\x09' &&
                         (head[1] == '\0' || head[1] == '\x02' || head[1] == '\x04') && head[2] != '\0' &&
                         head[3] == '\0';
  if (old_excel) return {Magic::foreign, "a worksheet of a very old Excel (version 4 or before)", save_as_xlsx};
  if (is_binary(head)) return {Magic::foreign, "a binary file of an unknown kind", ask_for_data};
  return {};
}

MagicGuess guess_foreign_text(std::string_view text) {
  text = base::trim(text);
  constexpr std::size_t looked_at = 2000;
  const std::string lower = base::to_lower_ascii(text.substr(0, looked_at));
  if (lower.starts_with("<!doctype html") || (lower.starts_with('<') && root_element(lower) == "html")) {
    return {Magic::foreign, "a web page",
            "The download address may need a login; download the file in a browser, or open the page in a spreadsheet "
            "program and save it as Excel (.xlsx)."};
  }
  if (text.starts_with("UNA") || text.starts_with("UNB+")) {
    return {Magic::foreign, "an EDIFACT message", ask_for_data};
  }
  if (is_datanorm(text)) {
    return {Magic::foreign, "a DATANORM file, whose records of several kinds do not form a table", ask_for_data};
  }
  return {};
}

base::Problem format_unknown_problem(const MagicGuess& guess, std::string file) {
  base::Place place;
  place.file = file;
  return base::Problem{&format_unknown,
                       fmt::format("{} seems to be {}, which cannot be imported.", file, guess.seems_to_be),
                       std::string(guess.cure), std::move(place)};
}

}  // namespace imports::sniffing
