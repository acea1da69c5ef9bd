#pragma once

#include <zip.h>

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

namespace test {

/// Writes a zip archive with these entries.
inline void write_zip(const std::filesystem::path& path, const std::map<std::string, std::string>& entries) {
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) throw std::runtime_error("no zip archive at " + path.string());
  for (const auto& [name, text] : entries) {
    zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    if (source == nullptr || zip_file_add(archive, name.c_str(), source, ZIP_FL_OVERWRITE) < 0) {
      throw std::runtime_error("no zip entry " + name);
    }
  }
  if (zip_close(archive) != 0) throw std::runtime_error("zip archive not written: " + path.string());
}

/// A workbook of hand-written parts, for what no spreadsheet program writes. One sheet called "S".
struct RawXlsx {
  std::string rows;            ///< the inside of <sheetData>
  std::string shared_strings;  ///< the inside of <sst>
  std::string styles;          ///< the inside of <styleSheet>
  std::string workbook = R"(<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>)";
  std::string before_sheet;  ///< what stands before <worksheet>
  std::map<std::string, std::string> other;

  void write(const std::filesystem::path& path) const {
    const std::string xml = "<?xml version=\"1.0\"?>";
    const std::string rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    auto entries = other;
    entries.emplace("_rels/.rels", xml + R"(<Relationships><Relationship Id="r" Type=")" + rel +
                                       R"(/officeDocument" Target="xl/workbook.xml"/></Relationships>)");
    entries.emplace("xl/workbook.xml", xml + R"(<workbook xmlns:r="r">)" + workbook + "</workbook>");
    entries.emplace("xl/_rels/workbook.xml.rels",
                    xml + R"(<Relationships><Relationship Id="rId1" Type=")" + rel +
                        R"(/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)");
    entries.emplace("xl/worksheets/sheet1.xml",
                    xml + before_sheet + "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
    entries.emplace("xl/sharedStrings.xml", xml + "<sst>" + shared_strings + "</sst>");
    entries.emplace("xl/styles.xml", xml + "<styleSheet>" + styles + "</styleSheet>");
    write_zip(path, entries);
  }
};

}  // namespace test
