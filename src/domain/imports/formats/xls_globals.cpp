#include "domain/imports/formats/xls_globals.h"

#include <unordered_map>
#include <utility>

#include "domain/imports/formats/ole_bytes.h"
#include "domain/imports/formats/spreadsheet.h"

namespace imports {
namespace {

constexpr std::uint32_t biff8_version = 0x0600;
constexpr std::uint32_t worksheet_substream = 0x0010;
constexpr std::size_t max_sheets = 10'000;
constexpr std::size_t max_formats = 100'000;

bool begins_older_workbook(std::uint16_t type) {
  return type == 0x0009 || type == 0x0209 || type == 0x0409;
}

// Gathers the records of the globals; formats and styles are matched once all are known.
class GlobalsReader {
 public:
  explicit GlobalsReader(BiffStream& stream) : stream_(stream) {}

  base::Result<XlsGlobals> read();

 private:
  base::Result<> begin();
  base::Result<> take(const BiffRecord& record);
  base::Result<> take_sheet(const BiffRecord& record);
  base::Result<> take_format(const BiffRecord& record);
  void match_styles();

  BiffStream& stream_;
  XlsGlobals globals_;
  bool only_a_sheet_ = false;
  std::unordered_map<std::uint32_t, NumberKind> formats_;
  std::vector<std::uint16_t> style_formats_;
};

base::Result<> GlobalsReader::begin() {
  BiffRecord record;
  ASSIGN_OR_RETURN(const bool found, stream_.next(record));
  if (found && begins_older_workbook(record.type)) {
    return base::failure(not_a_workbook,
                         "The workbook was saved by Excel 4.0 or an older version, which is not supported.",
                         "Open it in a spreadsheet program and save it as .xlsx.");
  }
  if (!found || record.type != biff::begin_of_substream || record.data.size() < 4) {
    return base::failure(workbook_is_damaged("its contents do not begin like a workbook's", record.offset));
  }
  globals_.text = XlsText(u16_at(record.data, 0) == biff8_version);
  if (u16_at(record.data, 2) == worksheet_substream) {
    only_a_sheet_ = true;
    globals_.sheets.push_back({"Sheet1", false});
    globals_.sheet_offsets.push_back(record.offset);
  }
  return {};
}

base::Result<XlsGlobals> GlobalsReader::read() {
  RETURN_IF_FAILED(begin());
  BiffRecord record;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, stream_.next(record));
    if (!more) return base::failure(workbook_is_damaged("its list of sheets is cut off", stream_.position()));
    if (record.type == biff::end_of_substream) break;
    RETURN_IF_FAILED(take(record));
  }
  match_styles();
  return std::move(globals_);
}

base::Result<> GlobalsReader::take(const BiffRecord& record) {
  switch (record.type) {
    case biff::file_pass:
      return base::failure(workbook_encrypted());
    case biff::code_page:
      return globals_.text.set_code_page(u16_at(record.data, 0));
    case biff::date_mode:
      globals_.date_system = u16_at(record.data, 0) == 1 ? DateSystem::from_1904 : DateSystem::from_1900;
      return {};
    case biff::extended_format:
      if (style_formats_.size() < max_formats) style_formats_.push_back(u16_at(record.data, 2));
      return {};
    case biff::shared_strings:
      globals_.shared_strings_offset = record.offset;
      return {};
    case biff::format:
      return take_format(record);
    case biff::bound_sheet:
      return only_a_sheet_ ? base::Result<>() : take_sheet(record);
    default:
      return {};
  }
}

base::Result<> GlobalsReader::take_sheet(const BiffRecord& record) {
  if (record.data.size() < 7) return base::failure(workbook_is_damaged("its list of sheets is cut off", record.offset));
  const auto offset = u32_at(record.data, 0);
  const bool hidden = (record.data[4] & 3U) != 0;
  const bool has_cells = record.data[5] == 0;
  std::string name;
  BiffFields fields(stream_, record.data.subspan(6));
  RETURN_IF_FAILED(globals_.text.read(fields, 1, name));
  if (!has_cells || globals_.sheets.size() >= max_sheets) return {};
  globals_.sheets.push_back({std::move(name), hidden});
  globals_.sheet_offsets.push_back(offset);
  return {};
}

base::Result<> GlobalsReader::take_format(const BiffRecord& record) {
  if (record.data.size() < 3 || formats_.size() >= max_formats) return {};
  const auto id = u16_at(record.data, 0);
  std::string code;
  BiffFields fields(stream_, record.data.subspan(2));
  // A format that cannot be read only means that its numbers are shown plainly.
  if (!globals_.text.read(fields, globals_.text.is_biff8() ? 2 : 1, code)) return {};
  formats_.insert_or_assign(id, number_kind(code));
  return {};
}

void GlobalsReader::match_styles() {
  for (const auto id : style_formats_) {
    const auto own = formats_.find(id);
    globals_.style_kinds.push_back(own != formats_.end() ? own->second : builtin_number_kind(id));
  }
}

}  // namespace

base::Result<XlsGlobals> XlsGlobals::read(BiffStream& stream) {
  return GlobalsReader(stream).read();
}

}  // namespace imports
