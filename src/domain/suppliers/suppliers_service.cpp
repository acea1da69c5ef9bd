#include <algorithm>

#include "base/text.h"
#include "domain/suppliers/suppliers.h"
#include "domain/suppliers/suppliers_store.h"

namespace suppliers {
namespace {

constexpr std::size_t longest_code = 64;

bool is_valid_code(std::string_view code) {
  const auto allowed = [](char c) {
    return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
  };
  return !code.empty() && code.size() <= longest_code && std::all_of(code.begin(), code.end(), allowed);
}

std::string known_codes(const std::vector<Supplier>& all) {
  if (all.empty()) return "There is no supplier yet; the first import with --supplier creates one.";
  std::string cure = "Known suppliers: ";
  constexpr std::size_t shown = 20;
  for (std::size_t i = 0; i < std::min(all.size(), shown); ++i) cure += (i == 0 ? "" : ", ") + all[i].code;
  return cure + (all.size() > shown ? ", ..." : ".");
}

}  // namespace

base::Result<Supplier> SupplierService::preview(std::string_view code) {
  if (!is_valid_code(code)) {
    return base::failure(supplier_code_invalid, "Supplier code \"" + std::string(code) + "\" is not valid.",
                         "Use 1 to 64 letters, digits, '-', '_' or '.', for example grossiste-a.");
  }
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto known, store::find(*connection, code));
  if (known) return *std::move(known);
  return Supplier{base::Uuid::generate(), std::string(code), std::string(code), 100, "EUR", base::Timestamp::now()};
}

base::Result<Supplier> SupplierService::ensure(std::string_view code) {
  ASSIGN_OR_RETURN(const Supplier wanted, preview(code));
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  RETURN_IF_FAILED(store::insert_if_new(*connection, wanted));
  return find(code);  // ours, or that of an import that was quicker
}

base::Result<Supplier> SupplierService::find(std::string_view code) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto known, store::find(*connection, code));
  if (known) return *std::move(known);
  ASSIGN_OR_RETURN(const auto all, store::list(*connection));
  return base::failure(supplier_unknown, "There is no supplier \"" + std::string(code) + "\".", known_codes(all));
}

base::Result<std::vector<Supplier>> SupplierService::list() {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::list(*connection);
}

}  // namespace suppliers
