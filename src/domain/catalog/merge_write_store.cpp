// What a merge writes: new rows straight into the tables by bulk load, changed ones set-wise from a staging table.
#include <algorithm>

#include "domain/catalog/merge_sql.h"
#include "domain/catalog/merge_store.h"

namespace catalog::store {

using platform::db::BulkLoad;
using platform::db::Engine;
using platform::db::Statement;

namespace {

void put_optional(BulkLoad& load, const std::optional<base::Uuid>& id) {
  if (id) {
    put(load, *id);
  } else {
    load.null();
  }
}

constexpr auto brand = static_cast<std::size_t>(ShownField::brand);
constexpr auto category = static_cast<std::size_t>(ShownField::category);

/// The shown fields in column order, brand and category as ids, then the offer that gave them.
void put_shown(BulkLoad& load, const ProductRow& product) {
  for (std::size_t i = 0; i < shown_field_count; ++i) {
    if (i == brand) {
      put_optional(load, product.brand_id);
    } else if (i == category) {
      put_optional(load, product.category_id);
    } else {
      load.optional(product.shown.values[i]);
    }
  }
  put_optional(load,
               product.shown.source_offer_id.is_nil() ? std::nullopt : std::optional(product.shown.source_offer_id));
  if (product.shown.field_sources.empty()) {
    load.null();
  } else {
    load.text(product.shown.field_sources);
  }
}

const std::vector<std::string_view> shown_columns{
    "name",         "description", "brand_id", "category_id", "manufacturer_reference", "image_urls",   "attributes",
    "retail_price", "currency",    "vat_rate", "weight",      "source_offer_id",        "field_sources"};

std::vector<std::string_view> with(std::vector<std::string_view> first, const std::vector<std::string_view>& more,
                                   const std::vector<std::string_view>& last = {}) {
  first.insert(first.end(), more.begin(), more.end());
  first.insert(first.end(), last.begin(), last.end());
  return first;
}

std::vector<std::string_view> field_columns() {
  std::vector<std::string_view> names;
  for (const OfferFieldInfo& field : offer_fields()) names.push_back(field.name);
  return names;
}

constexpr std::string_view now = "(SELECT effective_at FROM merge_session)";

/// "UPDATE table SET (columns) = (those of the staged row), and more, for the staged rows": no join, whose order SQLite
/// would fix and PostgreSQL would guess.
std::string update_from_stage(Engine engine, std::string_view table, std::string_view columns, std::string_view values,
                              std::string_view more) {
  const std::string name(table);
  const std::string stage = "stage_" + name;
  return "UPDATE " + name + " SET (" + std::string(columns) + ") = (SELECT " + std::string(values) + " FROM " + stage +
         " s WHERE s.id = " + name + ".id)" + std::string(more) + " WHERE " +
         among(engine, name + ".id", "SELECT id FROM " + stage);
}

/// Ends the open interval of the staged offers for which `condition` holds.
std::string close_intervals(Engine engine, std::string_view table, std::string_view condition) {
  return "UPDATE " + std::string(table) + " SET valid_to = " + std::string(now) + " WHERE " +
         among(engine, "offer_id", "SELECT id FROM stage_offers WHERE " + std::string(condition)) +
         " AND valid_to IS NULL";
}

constexpr Statement learn{"catalog.merge.learn_gtin", "UPDATE products SET gtin = :p1 WHERE id = :p2"};
constexpr Statement merge_into{"catalog.merge.merge_into", "UPDATE products SET merged_into = :p1 WHERE id = :p2"};
/// Prices or stock stated by an offer, as its new open interval.
void open_prices(BulkLoad& load, const SessionFacts& facts, const OfferWrite& offer) {
  const OfferValues& v = *offer.values;
  if (!v.get(OfferField::purchase_price) && !v.get(OfferField::retail_price)) return;
  put(load, offer.offer_id);
  load.text(facts.effective_at);
  load.optional(v.get(OfferField::purchase_price));
  load.optional(v.get(OfferField::retail_price));
  load.optional(v.get(OfferField::currency));
  put(load, facts.change_set_id);
  load.end_row();
}

void open_stock(BulkLoad& load, const SessionFacts& facts, const OfferWrite& offer) {
  const auto stock = offer.values->get(OfferField::stock);
  if (!stock) return;
  put(load, offer.offer_id);
  load.text(facts.effective_at);
  load.text(*stock);
  put(load, facts.change_set_id);
  load.end_row();
}

bool reprices(const OfferWrite& offer) {
  return offer.diff.price() || offer.revived;
}
bool restocks(const OfferWrite& offer) {
  return offer.diff.stock() || offer.revived;
}

}  // namespace

base::Result<> insert_products(Connection& connection, const SessionFacts& facts,
                               std::span<const ProductRow> products) {
  if (products.empty()) return {};
  ASSIGN_OR_RETURN(
      auto load,
      connection.bulk_load("products", with({"id", "gtin"}, shown_columns,
                                            {"created_change_set_id", "change_set_id", "created_at", "updated_at"})));
  for (const ProductRow& product : products) {
    put(load, product.product_id);
    load.optional(product.gtin);
    put_shown(load, product);
    put(load, facts.change_set_id);
    put(load, facts.change_set_id);
    load.text(facts.effective_at);
    load.text(facts.effective_at);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

base::Result<> insert_offers(Connection& connection, const SessionFacts& facts, std::span<const OfferWrite> offers) {
  if (offers.empty()) return {};
  ASSIGN_OR_RETURN(auto load,
                   connection.bulk_load("offers", with({"id", "supplier_id", "sku", "product_id"}, field_columns(),
                                                       {"fingerprint", "change_set_id", "source_row", "first_seen_at",
                                                        "changed_at", "described_at"})));
  for (const OfferWrite& offer : offers) {
    put(load, offer.offer_id);
    put(load, facts.supplier_id);
    load.text(offer.row->sku);
    put(load, offer.product_id);
    put(load, *offer.values);
    load.integer(static_cast<std::int64_t>(offer.fingerprint));
    put(load, facts.change_set_id);
    load.integer(static_cast<std::int64_t>(offer.row->number));
    load.text(facts.effective_at);
    load.text(facts.effective_at);
    load.text(facts.effective_at);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

namespace {

base::Result<> stage_offers(Connection& connection, std::span<const OfferWrite> offers) {
  RETURN_IF_FAILED(clear_table(connection, "stage_offers"));
  ASSIGN_OR_RETURN(
      auto load,
      connection.bulk_load("stage_offers", with({"id", "product_id"}, field_columns(),
                                                {"fingerprint", "source_row", "described", "priced", "stocked"})));
  for (const OfferWrite& offer : offers) {
    put(load, offer.offer_id);
    put(load, offer.product_id);
    put(load, *offer.values);
    load.integer(static_cast<std::int64_t>(offer.fingerprint));
    load.integer(static_cast<std::int64_t>(offer.row->number));
    load.integer(offer.diff.description() ? 1 : 0);
    load.integer(reprices(offer) ? 1 : 0);
    load.integer(restocks(offer) ? 1 : 0);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

}  // namespace

base::Result<> update_offers(Connection& connection, const SessionFacts&, std::span<const OfferWrite> offers) {
  if (offers.empty()) return {};
  RETURN_IF_FAILED(stage_offers(connection, offers));
  static const EngineTexts sql([](Engine engine) {
    return update_from_stage(engine, "offers",
                             "product_id, " + offer_columns() + ", fingerprint, source_row, described_at",
                             "s.product_id, " + offer_columns("s.") + ", s.fingerprint, s.source_row, CASE WHEN " +
                                 "s.described = 1 THEN " + std::string(now) + " ELSE offers.described_at END",
                             ", withdrawn_at = NULL, change_set_id = (SELECT change_set_id FROM merge_session), "
                             "changed_at = " +
                                 std::string(now));
  });
  static const Statement update = sql.named("catalog.merge.update_offers");
  RETURN_IF_FAILED(connection.execute(update));
  // Only rows of the batch at hand can have moved; they are found by their numbers.
  static const EngineTexts move_sql([](Engine engine) {
    return "UPDATE feed_matches SET product_id = (SELECT s.product_id FROM stage_offers s WHERE s.id = "
           "feed_matches.offer_id) WHERE row_number BETWEEN (SELECT first_row FROM merge_session) AND "
           "(SELECT last_row FROM merge_session) AND " +
           among(engine, "offer_id", "SELECT id FROM stage_offers");
  });
  static const Statement move_matches = move_sql.named("catalog.merge.move_matches");
  const bool any_moved = std::any_of(offers.begin(), offers.end(), [](const OfferWrite& offer) { return offer.moved; });
  if (any_moved) RETURN_IF_FAILED(connection.execute(move_matches));
  return {};
}

base::Result<> refresh_fingerprints(Connection& connection, std::span<const OfferWrite> offers) {
  if (offers.empty()) return {};
  RETURN_IF_FAILED(stage_offers(connection, offers));
  static const EngineTexts sql(
      [](Engine engine) { return update_from_stage(engine, "offers", "fingerprint", "s.fingerprint", ""); });
  static const Statement refresh = sql.named("catalog.merge.refresh_fingerprints");
  RETURN_IF_FAILED(connection.execute(refresh));
  return {};
}

base::Result<> insert_histories(Connection& connection, const SessionFacts& facts, std::span<const OfferWrite> created,
                                std::span<const OfferWrite> updated) {
  if (!updated.empty()) {  // stage_offers still holds them
    static const EngineTexts prices([](Engine e) { return close_intervals(e, "price_history", "priced = 1"); });
    static const EngineTexts stocks([](Engine e) { return close_intervals(e, "stock_history", "stocked = 1"); });
    static const Statement close_prices = prices.named("catalog.merge.close_prices");
    static const Statement close_stocks = stocks.named("catalog.merge.close_stocks");
    RETURN_IF_FAILED(connection.execute(close_prices));
    RETURN_IF_FAILED(connection.execute(close_stocks));
  }
  {
    ASSIGN_OR_RETURN(auto load, connection.bulk_load("price_history", {"offer_id", "valid_from", "purchase_price",
                                                                       "retail_price", "currency", "change_set_id"}));
    for (const OfferWrite& offer : created) open_prices(load, facts, offer);
    for (const OfferWrite& offer : updated) {
      if (reprices(offer)) open_prices(load, facts, offer);
    }
    RETURN_IF_FAILED(load.finish());
  }
  ASSIGN_OR_RETURN(auto load,
                   connection.bulk_load("stock_history", {"offer_id", "valid_from", "stock", "change_set_id"}));
  for (const OfferWrite& offer : created) open_stock(load, facts, offer);
  for (const OfferWrite& offer : updated) {
    if (restocks(offer)) open_stock(load, facts, offer);
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

base::Result<> insert_items(Connection& connection, const SessionFacts& facts, std::string_view kind,
                            std::span<const OfferWrite> offers) {
  if (offers.empty()) return {};
  ASSIGN_OR_RETURN(auto load, connection.bulk_load("change_items", {"change_set_id", "offer_id", "kind", "flags",
                                                                    "source_row", "byte_offset", "before", "after"}));
  for (const OfferWrite& offer : offers) {
    put(load, facts.change_set_id);
    put(load, offer.offer_id);
    load.text(kind);
    load.integer(offer.flags());
    load.integer(static_cast<std::int64_t>(offer.row->number));
    load.integer(static_cast<std::int64_t>(offer.row->byte_offset));
    if (offer.before.empty()) {
      load.null();
    } else {
      load.text(offer.before);
    }
    load.text(offer.after);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

base::Result<> learn_gtin(Connection& connection, base::Uuid product, std::string_view gtin) {
  RETURN_IF_FAILED(connection.execute(learn, gtin, product));
  return {};
}

base::Result<> merge_product_into(Connection& connection, base::Uuid product, base::Uuid target) {
  RETURN_IF_FAILED(connection.execute(merge_into, target, product));
  return {};
}

base::Result<> note_products_met(Connection& connection, std::span<const OfferWrite> offers) {
  if (offers.empty()) return {};
  ASSIGN_OR_RETURN(auto load, connection.bulk_load("feed_matches", {"row_number", "offer_id", "product_id", "same"}));
  for (const OfferWrite& offer : offers) {
    load.integer(0);
    put(load, offer.offer_id);
    put(load, offer.product_id);
    load.integer(0);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  return {};
}

base::Result<> update_products(Connection& connection, const SessionFacts&, std::span<const ProductRow> products) {
  if (products.empty()) return {};
  RETURN_IF_FAILED(clear_table(connection, "stage_products"));
  ASSIGN_OR_RETURN(auto load, connection.bulk_load("stage_products", with({"id"}, shown_columns)));
  for (const ProductRow& product : products) {
    put(load, product.product_id);
    put_shown(load, product);
    load.end_row();
  }
  RETURN_IF_FAILED(load.finish());
  static const EngineTexts sql([](Engine engine) {
    std::string columns;
    std::string values;
    for (const std::string_view column : shown_columns) {
      columns.append(columns.empty() ? "" : ", ").append(column);
      values.append(values.empty() ? "s." : ", s.").append(column);
    }
    return update_from_stage(
        engine, "products", columns, values,
        ", change_set_id = (SELECT change_set_id FROM merge_session), updated_at = " + std::string(now));
  });
  static const Statement update = sql.named("catalog.merge.update_products");
  RETURN_IF_FAILED(connection.execute(update));
  return {};
}

}  // namespace catalog::store
