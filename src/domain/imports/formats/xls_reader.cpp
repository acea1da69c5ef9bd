#include "domain/imports/formats/xls_reader.h"

#include <array>
#include <optional>
#include <utility>

#include "domain/imports/formats/ole_bytes.h"
#include "domain/imports/formats/ole_file.h"
#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/formats/spreadsheet_reader.h"
#include "domain/imports/formats/xls_globals.h"
#include "domain/imports/formats/xls_sheet.h"

namespace imports {
namespace {

class XlsWorkbook final : public Workbook {
 public:
  XlsWorkbook(std::shared_ptr<const StoredBytes> stream, XlsGlobals globals)
      : stream_(std::move(stream)), globals_(std::move(globals)) {}

  std::span<const Sheet> sheets() const override { return globals_.sheets; }

  base::Result<std::unique_ptr<SheetRows>> open_sheet(std::size_t index) override {
    if (!strings_) RETURN_IF_FAILED(load_strings());
    return XlsSheetRows::open(stream_, globals_.sheet_offsets[index], globals_, *strings_);
  }

 private:
  base::Result<> load_strings() {
    if (globals_.shared_strings_offset == 0) {
      strings_.emplace();
      return {};
    }
    BiffStream records(stream_);
    ASSIGN_OR_RETURN(strings_, read_shared_strings(records, globals_.shared_strings_offset));
    return {};
  }

  std::shared_ptr<const StoredBytes> stream_;
  XlsGlobals globals_;
  std::optional<StringStore> strings_;
};

// The workbook's records: a stream of an OLE2 file, or the whole file as some programs write it.
base::Result<std::shared_ptr<const StoredBytes>> open_workbook_stream(std::shared_ptr<const StoredBytes> file) {
  std::array<unsigned char, 4> head{};
  ASSIGN_OR_RETURN(const auto size, file->read_at(0, head));
  const auto first_record = u16_at(head, 0);
  const bool bare = size == head.size() && (first_record & 0xF0FFU) == 0x0009 && head[1] <= 8 && head[2] <= 16;
  if (bare) return file;
  if (size >= 2 && head[0] == 'P' && head[1] == 'K') {
    return base::failure(not_a_workbook,
                         "The file is a zip archive or a newer workbook (.xlsx), although it is called .xls.",
                         "Import it as XLSX, or rename it so that its name ends in .xlsx.");
  }
  ASSIGN_OR_RETURN(const auto ole, OleFile::open(std::move(file)));
  for (const auto* name : {"Workbook", "Book"}) {
    if (ole.has_stream(name)) return ole.open_stream(name);
  }
  if (ole.has_stream("EncryptedPackage")) return base::failure(workbook_encrypted());
  return base::failure(not_a_workbook, "The file is an Office document, but no Excel workbook.",
                       "Check that it is the file you meant; a workbook's name ends in .xls or .xlsx.");
}

}  // namespace

base::Result<std::unique_ptr<Workbook>> open_xls_workbook(const std::filesystem::path& path,
                                                          std::string_view shown_name) {
  ASSIGN_OR_RETURN(auto file, open_stored_file(path, shown_name));
  ASSIGN_OR_RETURN(auto stream, open_workbook_stream(std::move(file)));
  BiffStream records(stream);
  ASSIGN_OR_RETURN(auto globals, XlsGlobals::read(records));
  return std::make_unique<XlsWorkbook>(std::move(stream), std::move(globals));
}

base::Result<std::unique_ptr<RecordReader>> open_xls(const std::filesystem::path& path, const Dialect& dialect) {
  Dialect as_xls = dialect;
  as_xls.format = Format::xls;
  ASSIGN_OR_RETURN(auto opened, open_workbook(path, as_xls));
  return read_spreadsheet(std::move(opened), as_xls);
}

}  // namespace imports
