#include "domain/imports/formats/xlsx_reader.h"

#include <optional>
#include <utility>

#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/formats/spreadsheet_reader.h"
#include "domain/imports/formats/xlsx_package.h"
#include "domain/imports/formats/xlsx_shared_strings.h"
#include "domain/imports/formats/xlsx_sheet.h"

namespace imports {
namespace {

class XlsxWorkbook final : public Workbook {
 public:
  explicit XlsxWorkbook(XlsxPackage package) : package_(std::move(package)) {}

  base::Result<> open_strings() {
    if (package_.shared_strings_entry.empty()) return {};
    ASSIGN_OR_RETURN(auto source, package_.archive.open_entry(package_.shared_strings_entry));
    strings_ = std::make_unique<SharedStrings>(std::move(source));
    return {};
  }

  std::span<const Sheet> sheets() const override { return package_.sheets; }

  base::Result<std::unique_ptr<SheetRows>> open_sheet(std::size_t index) override {
    const auto& entry = package_.sheet_entries[index];
    const auto* found = package_.archive.find(entry);
    if (found == nullptr) {
      return base::failure(workbook_damaged,
                           "The cells of sheet “" + package_.sheets[index].name + "” are missing from the workbook.",
                           "Open the file in a spreadsheet program and save it again.");
    }
    ASSIGN_OR_RETURN(auto source, package_.archive.open_entry(entry));
    return std::make_unique<XlsxSheetRows>(
        std::move(source), entry, found->bytes,
        XlsxCellContext{strings_.get(), &package_.style_kinds, package_.date_system});
  }

 private:
  XlsxPackage package_;
  std::unique_ptr<SharedStrings> strings_;
};

}  // namespace

base::Result<std::unique_ptr<Workbook>> open_xlsx_workbook(const std::filesystem::path& path,
                                                           std::string_view shown_name) {
  ASSIGN_OR_RETURN(auto package, XlsxPackage::open(path, shown_name));
  auto workbook = std::make_unique<XlsxWorkbook>(std::move(package));
  RETURN_IF_FAILED(workbook->open_strings());
  return workbook;
}

base::Result<std::unique_ptr<RecordReader>> open_xlsx(const std::filesystem::path& path, const Dialect& dialect) {
  Dialect as_xlsx = dialect;
  as_xlsx.format = Format::xlsx;
  ASSIGN_OR_RETURN(auto opened, open_workbook(path, as_xlsx));
  return read_spreadsheet(std::move(opened), as_xlsx);
}

}  // namespace imports
