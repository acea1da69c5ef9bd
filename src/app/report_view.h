#pragma once

#include <string>
#include <vector>

#include "domain/catalog/catalog_merge.h"
#include "domain/imports/imports.h"

namespace app {

/// The ledger as a bar of five shares with the numbers in words below, and whether it balances.
std::string ledger_text(const imports::ImportReport& report);
/// The whole report of an import as a person reads it.
std::string report_text(const imports::ImportReport& report);
/// A few kept rows with what is wrong: "  row 42: EAN … has a wrong check digit".
std::string examples_text(const std::vector<imports::ImportError>& errors);
/// One changed offer, field by field: before -> after.
std::string change_text(const catalog::Change& change);
/// The same as a JSON object.
std::string change_json(const catalog::Change& change);
/// A line about a file that was read all the same.
std::string note_text(std::string_view message, std::string_view cure, std::string_view code);
/// A few words for a problem code.
std::string problem_title(std::string_view code);

}  // namespace app
