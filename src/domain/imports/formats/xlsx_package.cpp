#include "domain/imports/formats/xlsx_package.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/ole_file.h"
#include "domain/imports/formats/spreadsheet.h"
#include "domain/imports/formats/xlsx_xml.h"

namespace imports {
namespace {

constexpr std::size_t max_sheets = 10'000;

struct Relationship {
  std::string type;    // the last word of its URI: "worksheet"
  std::string target;  // the entry it leads to
};
using Relationships = std::map<std::string, Relationship, std::less<>>;

std::string last_word(std::string_view uri) {
  return std::string(uri.substr(uri.find_last_of('/') + 1));
}

// Where a relationship of a part in `folder` leads, as an entry's name.
std::string resolve(std::string_view folder, std::string_view target) {
  std::string text(target);
  std::replace(text.begin(), text.end(), '\\', '/');
  const auto whole = text.starts_with('/') ? text.substr(1) : (std::filesystem::path(folder) / text).string();
  return std::filesystem::path(whole).lexically_normal().string();
}

base::Result<Relationships> read_relationships(const ZipArchive& archive, const std::string& entry,
                                               std::string_view folder) {
  Relationships found;
  if (archive.find(entry) == nullptr) return found;
  ASSIGN_OR_RETURN(auto source, archive.open_entry(entry));
  RETURN_IF_FAILED(scan_xml(std::move(source), entry, [&](auto element, const auto& attributes, auto) {
    const auto id = attributes.get("Id");
    const auto type = attributes.get("Type");
    const auto target = attributes.get("Target");
    if (element != "Relationship" || !id || !type || !target || found.size() > 2 * max_sheets) return;
    found.insert_or_assign(std::string(*id), Relationship{last_word(*type), resolve(folder, *target)});
  }));
  return found;
}

std::string entry_of_type(const ZipArchive& archive, const Relationships& relationships, std::string_view type,
                          std::string usual) {
  for (const auto& [id, relationship] : relationships) {
    if (relationship.type == type && archive.find(relationship.target) != nullptr) return relationship.target;
  }
  return archive.find(usual) != nullptr ? usual : std::string();
}

base::Problem no_workbook(const ZipArchive& archive) {
  const auto save_as = "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx).";
  if (archive.find("xl/workbook.bin") != nullptr) {
    return {&not_a_workbook, "The file is a binary Excel workbook (.xlsb), which is not supported.", save_as, {}};
  }
  if (archive.find("content.xml") != nullptr) {
    return {&not_a_workbook, "The file is an OpenDocument file (.ods), not an Excel workbook.", save_as, {}};
  }
  return {&not_a_workbook,
          "The file is a zip archive without an Excel workbook inside.",
          "Check that it is the file you meant; a workbook's name ends in .xlsx.",
          {}};
}

base::Result<> check_is_zip(const std::filesystem::path& path, std::string_view shown_name) {
  std::array<char, 8> head{};
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), head.size());
  const std::string_view start(head.data(), static_cast<std::size_t>(file.gcount()));
  if (start == ole_magic) {
    ASSIGN_OR_RETURN(const auto bytes, open_stored_file(path, shown_name));
    const auto ole = OleFile::open(bytes);
    if (ole && ole->has_stream("EncryptedPackage")) return base::failure(workbook_encrypted());
    return base::failure(not_a_workbook,
                         "The file is an old Excel file (.xls), although it is called a workbook (.xlsx).",
                         "Import it as XLS, or open it in a spreadsheet program and save it as .xlsx.");
  }
  if (file.gcount() > 0 && !start.starts_with("PK")) {
    return base::failure(not_a_workbook, "The file is not an Excel workbook (.xlsx): it does not begin like one.",
                         "Check that it is the file you meant, or save it again as .xlsx or CSV.");
  }
  return {};
}

struct Listed {
  Workbook::Sheet sheet;
  std::string relationship;
};

base::Result<std::vector<Listed>> read_workbook_part(XlsxPackage& package, const std::string& entry) {
  std::vector<Listed> listed;
  ASSIGN_OR_RETURN(auto source, package.archive.open_entry(entry));
  RETURN_IF_FAILED(scan_xml(std::move(source), entry, [&](auto element, const auto& attributes, auto parent) {
    if (element == "workbookPr") {
      const auto value = attributes.get("date1904").value_or("0");
      if (value == "1" || value == "true" || value == "on") package.date_system = DateSystem::from_1904;
    } else if (element == "sheet" && parent == "sheets" && listed.size() < max_sheets) {
      const auto state = attributes.get("state").value_or("visible");
      listed.push_back({{std::string(attributes.get("name").value_or("")), state != "visible"},
                        std::string(attributes.get_prefixed("id").value_or(""))});
    }
  }));
  return listed;
}

}  // namespace

base::Result<XlsxPackage> XlsxPackage::open(const std::filesystem::path& path, std::string_view shown_name) {
  RETURN_IF_FAILED(check_is_zip(path, shown_name));
  ASSIGN_OR_RETURN(auto archive, ZipArchive::open(path, shown_name));
  XlsxPackage package{std::move(archive), {}, {}, {}, {}, DateSystem::from_1900, {}};
  ASSIGN_OR_RETURN(const auto roots, read_relationships(package.archive, "_rels/.rels", ""));
  const auto workbook = entry_of_type(package.archive, roots, "officeDocument", "xl/workbook.xml");
  if (workbook.empty() || !workbook.ends_with(".xml")) return base::failure(no_workbook(package.archive));

  const std::filesystem::path workbook_path(workbook);
  const auto folder = workbook_path.parent_path().string();
  const auto rels = (workbook_path.parent_path() / "_rels" / (workbook_path.filename().string() + ".rels")).string();
  ASSIGN_OR_RETURN(const auto parts, read_relationships(package.archive, rels, folder));
  ASSIGN_OR_RETURN(auto listed, read_workbook_part(package, workbook));
  for (auto& [sheet, id] : listed) {
    const auto part = parts.find(id);
    if (part == parts.end() || part->second.type != "worksheet") continue;
    package.sheets.push_back(std::move(sheet));
    package.sheet_entries.push_back(part->second.target);
  }
  package.styles_entry = entry_of_type(package.archive, parts, "styles", resolve(folder, "styles.xml"));
  package.shared_strings_entry =
      entry_of_type(package.archive, parts, "sharedStrings", resolve(folder, "sharedStrings.xml"));
  if (!package.styles_entry.empty()) {
    ASSIGN_OR_RETURN(auto styles, package.archive.open_entry(package.styles_entry));
    ASSIGN_OR_RETURN(package.style_kinds, read_style_kinds(std::move(styles)));
  }
  if (package.sheets.empty() && !listed.empty()) {
    return base::failure(workbook_damaged, "The workbook lists sheets, but none of them is a sheet with cells.",
                         "Open the file in a spreadsheet program and save it again.");
  }
  return package;
}

}  // namespace imports
