#include <algorithm>
#include <compare>
#include <tuple>

#include "base/money.h"
#include "base/text.h"
#include "domain/suppliers/priority_change.h"
#include "domain/suppliers/suppliers.h"
#include "domain/suppliers/suppliers_store.h"
#include "platform/db/transaction.h"
#include "platform/queue/outbox.h"

namespace suppliers {
namespace {

constexpr std::size_t longest_code = 64;
constexpr std::size_t longest_name = 200;
constexpr std::int64_t highest_priority = 10'000;

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

base::Result<> check_code(std::string_view code) {
  if (is_valid_code(code)) return {};
  return base::failure(supplier_code_invalid, "Supplier code \"" + std::string(code) + "\" is not valid.",
                       "Use 1 to 64 letters, digits, '-', '_' or '.', for example grossiste-a.", {.field = "code"});
}

base::Result<> set_name(Supplier& supplier, std::string_view name) {
  supplier.name = std::string(base::trim(name));
  if (!supplier.name.empty() && base::utf8_length(supplier.name) <= longest_name) return {};
  return base::failure(supplier_invalid, "The name of supplier \"" + supplier.code + "\" is empty or too long.",
                       "Give a name of 1 to 200 characters.", {.field = "name"});
}

base::Result<> set_priority(Supplier& supplier, std::int64_t priority) {
  if (priority < 0 || priority > highest_priority) {
    return base::failure(supplier_invalid, "Priority " + std::to_string(priority) + " is out of range.",
                         "Give a number from 0 to 10000; the supplier with the higher one is shown.",
                         {.field = "priority"});
  }
  supplier.priority = static_cast<int>(priority);
  return {};
}

base::Result<> set_currency(Supplier& supplier, std::string_view code) {
  const auto currency = base::Currency::parse(code);
  if (!currency) {
    return base::failure(supplier_invalid, "Currency \"" + std::string(code) + "\" is not known.",
                         "Give a code of three letters such as EUR.", {.field = "currency"});
  }
  supplier.currency = std::string(currency->code());
  return {};
}

base::Result<> apply(Supplier& supplier, const SupplierChanges& changes) {
  if (changes.name) RETURN_IF_FAILED(set_name(supplier, *changes.name));
  if (changes.priority) RETURN_IF_FAILED(set_priority(supplier, *changes.priority));
  if (changes.currency) RETURN_IF_FAILED(set_currency(supplier, *changes.currency));
  return {};
}

Supplier new_supplier(std::string_view code) {
  const base::Timestamp now = base::Timestamp::now();
  return {base::Uuid::generate(), std::string(code), std::string(code), 100, "EUR", now, now};
}

tl::unexpected<base::Problem> changed(std::string_view code) {
  return base::failure(supplier_changed, "Supplier \"" + std::string(code) + "\" has changed since you read it.",
                       "Read it again, then repeat your change.");
}

tl::unexpected<base::Problem> unknown(platform::db::Connection& connection, std::string_view code) {
  const auto all = store::list(connection);
  if (!all) return base::failure(all.error());
  return base::failure(supplier_unknown, "There is no supplier \"" + std::string(code) + "\".", known_codes(*all));
}

/// The supplier to be written within the transaction, as the caller has seen it.
base::Result<Supplier> held(platform::db::Connection& connection, std::string_view code,
                            const std::optional<base::Timestamp>& expected) {
  ASSIGN_OR_RETURN(auto supplier, store::hold(connection, code));
  if (!supplier) return unknown(connection, code);
  if (expected && *expected != supplier->updated_at) return changed(code);
  return *std::move(supplier);
}

bool matches(const Supplier& supplier, const std::vector<std::string_view>& words) {
  const std::string text = base::fold(supplier.code + " " + supplier.name);
  return std::all_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

/// Orders by the wanted column, equals by code, so that pages never overlap.
bool comes_before(const Supplier& a, const Supplier& b, SupplierOrder order) {
  switch (order) {
    case SupplierOrder::name: {
      const auto by_name = base::fold(a.name) <=> base::fold(b.name);
      return by_name != 0 ? by_name < 0 : a.code < b.code;
    }
    case SupplierOrder::priority:
      return std::tie(a.priority, a.code) < std::tie(b.priority, b.code);
    case SupplierOrder::created_at:
      return std::tie(a.created_at, a.code) < std::tie(b.created_at, b.code);
    case SupplierOrder::updated_at:
      return std::tie(a.updated_at, a.code) < std::tie(b.updated_at, b.code);
    case SupplierOrder::code:
      break;
  }
  return a.code < b.code;
}

}  // namespace

base::Result<Supplier> SupplierService::preview(std::string_view code) {
  RETURN_IF_FAILED(check_code(code));
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto known, store::find(*connection, code));
  if (known) return *std::move(known);
  return new_supplier(code);
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
  return unknown(*connection, code);
}

base::Result<std::vector<Supplier>> SupplierService::list() {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::list(*connection);
}

// A shop has hundreds of suppliers at most, so they are sorted and searched here, alike on both engines.
base::Result<SupplierPage> SupplierService::search(const SupplierQuery& query) {
  ASSIGN_OR_RETURN(auto all, list());
  const std::string folded = base::fold(query.search);
  std::vector<std::string_view> words;
  if (!folded.empty()) words = base::split(folded, ' ');
  std::erase_if(all, [&](const Supplier& supplier) { return !matches(supplier, words); });
  std::sort(all.begin(), all.end(), [&](const Supplier& a, const Supplier& b) {
    return query.descending ? comes_before(b, a, query.order) : comes_before(a, b, query.order);
  });
  SupplierPage page;
  page.total = all.size();
  if (query.page == 0 || query.size == 0 || query.page - 1 >= (all.size() + query.size - 1) / query.size) return page;
  const std::uint64_t first = (query.page - 1) * query.size;
  const std::uint64_t last = std::min<std::uint64_t>(all.size(), first + query.size);
  page.suppliers.assign(all.begin() + static_cast<std::ptrdiff_t>(first),
                        all.begin() + static_cast<std::ptrdiff_t>(last));
  return page;
}

base::Result<Supplier> SupplierService::create(const SupplierDraft& draft) {
  RETURN_IF_FAILED(check_code(draft.code));
  Supplier supplier = new_supplier(draft.code);
  RETURN_IF_FAILED(apply(supplier, {draft.name, draft.priority, draft.currency}));
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(const bool inserted, store::insert_if_new(*connection, supplier));
  if (inserted) return supplier;
  return base::failure(supplier_exists, "There is a supplier \"" + draft.code + "\" already.",
                       "Choose another code, or change the supplier that has it.", {.field = "code"});
}

base::Result<Supplier> SupplierService::update(std::string_view code, const SupplierChanges& changes,
                                               const std::optional<base::Timestamp>& expected) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(Supplier supplier, held(*connection, code, expected));
  const base::Timestamp read_at = supplier.updated_at;
  const int old_priority = supplier.priority;
  RETURN_IF_FAILED(apply(supplier, changes));
  // Two changes within one tick of the clock must still be told apart.
  supplier.updated_at = std::max(base::Timestamp::now(), read_at + std::chrono::microseconds(1));
  RETURN_IF_FAILED(store::update(*connection, supplier));
  if (supplier.priority != old_priority) {
    RETURN_IF_FAILED(platform::queue::add_to_outbox(
        *connection, {std::string(priority_change_queue), std::string(priority_change_kind), supplier.code,
                      platform::http::to_json(PriorityChange{supplier.id})}));
  }
  RETURN_IF_FAILED(transaction.commit());
  return supplier;
}

base::Result<> SupplierService::remove(std::string_view code, const std::optional<base::Timestamp>& expected) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(const Supplier supplier, held(*connection, code, expected));
  ASSIGN_OR_RETURN(const bool deleted, store::remove(*connection, supplier.id));
  if (deleted) return transaction.commit();
  return base::failure(supplier_has_offers, "Supplier \"" + std::string(code) + "\" still has offers.",
                       "Its offers and their histories would lose their supplier; keep it, or give it a low priority.");
}

}  // namespace suppliers
