#include <algorithm>

#include "domain/imports/formats/encoding.h"
#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/formats/xls_globals.h"

namespace imports {
namespace {

constexpr std::uint32_t wide_flag = 1, extended_flag = 4, rich_flag = 8;

std::string encoding_of(std::uint32_t code_page) {
  if (code_page == 32'768 || code_page == 10'000) return "macintosh";
  if (code_page == 367) return "US-ASCII";
  return "cp" + std::to_string(code_page);
}

// One text of the shared string table, with what it carries beside its characters.
base::Result<> read_shared_string(BiffFields& fields, std::string& out) {
  ASSIGN_OR_RETURN(const auto length, fields.number(2));
  ASSIGN_OR_RETURN(const auto flags, fields.number(1));
  std::uint64_t extra = 0;
  if ((flags & rich_flag) != 0) {
    ASSIGN_OR_RETURN(const auto runs, fields.number(2));
    extra += std::uint64_t{runs} * 4;
  }
  if ((flags & extended_flag) != 0) {
    ASSIGN_OR_RETURN(const auto bytes, fields.number(4));
    extra += bytes;
  }
  RETURN_IF_FAILED(fields.characters(out, length, (flags & wide_flag) != 0));
  return fields.skip(extra);
}

}  // namespace

base::Result<> XlsText::set_code_page(std::uint32_t number) {
  auto found = canonical_encoding(encoding_of(number));
  const bool eight_bit = found && !found->starts_with("UTF-16") && !found->starts_with("UTF-32");
  ASSIGN_OR_RETURN(code_page_, make_transcoder(eight_bit ? *found : "windows-1252"));
  return {};
}

base::Result<> XlsText::read(BiffFields& fields, std::size_t length_width, std::string& out) {
  ASSIGN_OR_RETURN(const auto length, fields.number(length_width));
  if (is_biff8_) {
    ASSIGN_OR_RETURN(const auto flags, fields.number(1));
    return fields.characters(out, length, (flags & wide_flag) != 0);
  }
  if (!code_page_) RETURN_IF_FAILED(set_code_page(1252));
  bytes_.clear();
  RETURN_IF_FAILED(fields.bytes(bytes_, length));
  bytes_.erase(std::remove(bytes_.begin(), bytes_.end(), '\0'), bytes_.end());
  std::vector<std::size_t> repairs;
  code_page_->convert(bytes_, true, out, repairs);
  return {};
}

base::Result<StringStore> read_shared_strings(BiffStream& stream, std::uint64_t offset) {
  StringStore store;
  stream.seek(offset);
  BiffRecord record;
  ASSIGN_OR_RETURN(const bool found, stream.next(record));
  if (!found) return store;
  BiffFields fields(stream, record.data);
  RETURN_IF_FAILED(fields.skip(4));
  ASSIGN_OR_RETURN(const auto count, fields.number(4));
  std::string text;
  for (std::uint32_t i = 0; i < count; ++i) {
    text.clear();
    ASSIGN_OR_RETURN(const bool done, fields.at_end());
    if (done) break;
    const auto read = read_shared_string(fields, text);
    if (!read && read.error().kind == &workbook_damaged) break;
    RETURN_IF_FAILED(read);
    RETURN_IF_FAILED(store.add(text));
  }
  return store;
}

}  // namespace imports
