#include <algorithm>
#include <chrono>
#include <set>

#include "base/json_writer.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/catalog_store.h"
#include "domain/catalog/choose_again.h"
#include "domain/catalog/edit_values.h"
#include "domain/catalog/pictures_change.h"
#include "domain/catalog/product_edit_store.h"
#include "domain/catalog/search_document.h"
#include "domain/catalog/search_store.h"
#include "domain/catalog/taxonomy.h"
#include "platform/db/transaction.h"

namespace catalog {
namespace {

using platform::db::Connection;

constexpr auto brand = static_cast<std::size_t>(ShownField::brand);
constexpr auto category = static_cast<std::size_t>(ShownField::category);
constexpr int most_attempts = 4;

struct Wanted {
  std::array<bool, shown_field_count> is_set{};
  std::array<std::optional<std::string>, shown_field_count> values;  ///< stored form, brand and category as names
  std::set<std::string> set_names, release_names;
};

base::Result<Wanted> read_wanted(const ProductEdit& edit) {
  Wanted wanted;
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    if (!edit.set[i]) continue;
    const auto field = static_cast<ShownField>(i);
    ASSIGN_OR_RETURN(wanted.values[i], stored_value(field, *edit.set[i]));
    wanted.is_set[i] = true;
    wanted.set_names.emplace(name_of(field));
  }
  for (const ShownField field : edit.release) {
    if (!wanted.set_names.contains(std::string(name_of(field)))) {
      wanted.release_names.emplace(name_of(field));
      continue;
    }
    return base::failure(product_edit_invalid,
                         "The field " + std::string(name_of(field)) + " is both set and released.",
                         "Do one of the two.", {.field = std::string(name_of(field))});
  }
  return wanted;
}

std::string json_array(const std::set<std::string>& names) {
  if (names.empty()) return {};
  base::JsonWriter out;
  out.begin_array();
  for (const std::string& name : names) out.value(name);
  out.end_array();
  return out.take();
}

/// {"field": value} of those fields in which `shown` is not `other`.
std::string differences(const Shown& shown, const Shown& other, const std::set<std::string>& overrides,
                        bool overrides_differ) {
  base::JsonWriter out;
  out.begin_object();
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    if (shown.values[i] == other.values[i]) continue;
    const auto field = static_cast<ShownField>(i);
    out.key(name_of(field));
    if (shown.values[i]) {
      out.value(display(offer_field(field), *shown.values[i]));
    } else {
      out.null();
    }
  }
  if (overrides_differ) {
    out.key("set_by_hand").begin_array();
    for (const std::string& name : overrides) out.value(name);
    out.end_array();
  }
  out.end_object();
  return out.take();
}

tl::unexpected<base::Problem> unknown(std::string_view key) {
  return base::failure(product_unknown, "There is no product \"" + std::string(key) + "\".",
                       "Look it up in the list of products; it may have been merged into another.");
}

tl::unexpected<base::Problem> changed() {
  return base::failure(product_changed, "The product has changed since you read it.",
                       "Read it again, then repeat your change.");
}

base::Result<EditedProduct> apply_edit(Connection& connection, base::Uuid id, const Wanted& wanted,
                                       const Editor& editor, const std::optional<base::Timestamp>& expected) {
  Taxonomy taxonomy(connection);
  // Before the product is locked: a merge holds brands while it waits for products.
  RETURN_IF_FAILED(taxonomy.brand(wanted.values[brand]));
  RETURN_IF_FAILED(taxonomy.category(wanted.values[category]));
  ASSIGN_OR_RETURN(auto product, store::lock_product(connection, id));
  if (!product) return unknown(id.to_string());
  if (expected && *expected != product->updated_at) return changed();
  const Shown before = product->shown;
  const auto held_before = fields_held(product->overrides);
  auto held = held_before;
  held.insert(wanted.set_names.begin(), wanted.set_names.end());
  for (const std::string& name : wanted.release_names) held.erase(name);

  if (!wanted.release_names.empty()) RETURN_IF_FAILED(choose_again(connection, id, held, product->shown));
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    if (wanted.is_set[i]) product->shown.values[i] = wanted.values[i];
  }
  EditedProduct edited{id, differences(before, product->shown, held_before, held != held_before),
                       differences(product->shown, before, held, held != held_before)};
  if (product->shown == before && held == held_before) return edited;
  product->overrides = json_array(held);
  RETURN_IF_FAILED(write_shown(connection, taxonomy, id, before, *product));
  if (pictures_differ(product->shown, before)) RETURN_IF_FAILED(announce_pictures(connection, {id}));
  RETURN_IF_FAILED(store::insert_edit(connection, edited, editor, product->updated_at));
  RETURN_IF_FAILED(refresh_search_of(connection, std::span(&id, 1)));
  return edited;
}

base::Result<EditedProduct> apply_removal(Connection& connection, base::Uuid id, const Editor& editor,
                                          const std::optional<base::Timestamp>& expected) {
  ASSIGN_OR_RETURN(const auto product, store::lock_product(connection, id));
  if (!product) return unknown(id.to_string());
  if (expected && *expected != product->updated_at) return changed();
  ASSIGN_OR_RETURN(const bool offered, store::has_offers(connection, id));
  if (offered) {
    return base::failure(product_has_offers, "The product has offers, present or past.",
                         "Let a full import of their suppliers withdraw them; the product then shows as withdrawn.");
  }
  EditedProduct removed{id, differences(product->shown, Shown{}, {}, false), R"({"deleted":true})"};
  RETURN_IF_FAILED(store::delete_product(connection, id));
  RETURN_IF_FAILED(store::insert_edit(connection, removed, editor, after(product->updated_at)));
  RETURN_IF_FAILED(refresh_search_of(connection, std::span(&id, 1)));
  return removed;
}

/// Runs `work` in a transaction, again when it lost a race.
template <class Work>
base::Result<EditedProduct> in_transaction(Connection& connection, Work work) {
  for (int attempt = 1;; ++attempt) {
    const auto once = [&]() -> base::Result<EditedProduct> {
      ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
      ASSIGN_OR_RETURN(auto edited, work());
      RETURN_IF_FAILED(transaction.commit());
      return edited;
    };
    auto edited = once();
    if (edited || edited.error().kind != &platform::db::db_retry || attempt == most_attempts) return edited;
  }
}

}  // namespace

std::optional<ShownField> shown_field(std::string_view name) {
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    const auto field = static_cast<ShownField>(i);
    if (name_of(field) == name) return field;
  }
  return std::nullopt;
}

std::set<std::string> fields_held(std::string_view overrides) {
  std::set<std::string> fields;
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    const std::string name(name_of(static_cast<ShownField>(i)));
    if (overrides.find("\"" + name + "\"") != std::string_view::npos) fields.insert(name);
  }
  return fields;
}

base::Result<EditedProduct> CatalogService::edit(std::string_view key, const ProductEdit& edit, const Editor& editor,
                                                 const std::optional<base::Timestamp>& expected) {
  ASSIGN_OR_RETURN(const Wanted wanted, read_wanted(edit));
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const auto id, store::resolve_key(*connection, key));
  if (!id) return unknown(key);
  return in_transaction(*connection, [&] { return apply_edit(*connection, *id, wanted, editor, expected); });
}

base::Result<EditedProduct> CatalogService::remove(std::string_view key, const Editor& editor,
                                                   const std::optional<base::Timestamp>& expected) {
  ASSIGN_OR_RETURN(const auto connection, catalog_.acquire());
  ASSIGN_OR_RETURN(const auto id, store::resolve_key(*connection, key));
  if (!id) return unknown(key);
  return in_transaction(*connection, [&] { return apply_removal(*connection, *id, editor, expected); });
}

}  // namespace catalog
