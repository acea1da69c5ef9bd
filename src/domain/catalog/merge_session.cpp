#include "domain/catalog/merge_session.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "platform/db/transaction.h"

namespace catalog {
namespace {

constexpr int most_attempts = 8;

bool lost_a_race(const base::Problem& problem) {
  return problem.kind == &platform::db::db_retry || problem.kind == &platform::db::db_conflict;
}

bool is_overridden(const store::StoredProduct& product, std::size_t field) {
  const std::string_view name = name_of(static_cast<ShownField>(field));
  return std::find(product.overridden.begin(), product.overridden.end(), name) != product.overridden.end();
}

std::vector<std::string> stated_gtins(const MergeBatch& batch) {
  std::vector<std::string> gtins;
  for (const MergeRow& row : batch.rows) {
    if (const auto gtin = row.values.get(OfferField::gtin)) gtins.emplace_back(*gtin);
  }
  std::sort(gtins.begin(), gtins.end());
  gtins.erase(std::unique(gtins.begin(), gtins.end()), gtins.end());
  return gtins;
}

void add(MergeCounts& sum, const MergeCounts& more) {
  sum.rows.created += more.rows.created;
  sum.rows.updated += more.rows.updated;
  sum.rows.unchanged += more.rows.unchanged;
  sum.rows.quarantined += more.rows.quarantined;
  sum.rows.skipped += more.rows.skipped;
  sum.offers.created += more.offers.created;
  sum.offers.updated += more.offers.updated;
  sum.offers.unchanged += more.offers.unchanged;
  sum.offers.withdrawn += more.offers.withdrawn;
  sum.offers.revived += more.offers.revived;
  sum.products.created += more.products.created;
  sum.products.updated += more.products.updated;
  for (const auto& [code, count] : more.problems) sum.problems[code] += count;
}

}  // namespace

base::Result<> CatalogMerge::Session::finish_keys() {
  if (keys) RETURN_IF_FAILED(keys->finish());
  keys.reset();
  keys_in_load = 0;
  return {};
}

base::Result<> CatalogMerge::Session::start(base::Uuid change_set_id) {
  RETURN_IF_FAILED(finish_keys());
  facts = {change_set_id, request.supplier_id, {}};
  if (is_dry_run()) RETURN_IF_FAILED(store::make_overlay(*connection, request));
  RETURN_IF_FAILED(store::set_durability(*connection, store::Durability::relaxed));
  ASSIGN_OR_RETURN(const auto known, store::find_change_set(*connection, change_set_id));
  if (known) {
    facts.effective_at = known->effective_at;
    ASSIGN_OR_RETURN(done, store::sum_of_markers(*connection, change_set_id));
  } else {
    // Intervals must not overlap even when the clock was set back between two imports.
    ASSIGN_OR_RETURN(const std::string latest, store::latest_effective_at(*connection, request.supplier_id));
    const base::Timestamp now = base::Timestamp::now();
    const base::Timestamp after_latest =
        base::Timestamp::parse(latest).value_or(base::Timestamp{}) + std::chrono::microseconds(1);
    facts.effective_at = std::max(now, after_latest).to_string();
    ASSIGN_OR_RETURN(const std::uint64_t active, store::active_offers(*connection, request.supplier_id));
    RETURN_IF_FAILED(store::insert_change_set(*connection, change_set_id, request, facts.effective_at, active));
  }
  RETURN_IF_FAILED(store::set_facts(*connection, facts));
  RETURN_IF_FAILED(store::match_keys(*connection, request.effect));
  return store::each_unchanged_row(*connection, [&](std::uint64_t number) {
    if (unchanged_rows.size() <= number) unchanged_rows.resize(std::max(number + 1, 2 * unchanged_rows.size()));
    unchanged_rows[number] = true;
  });
}

base::Result<> CatalogMerge::Session::commit_step(const std::function<base::Result<>(store::BatchMarker&)>& step) {
  for (int attempt = 1;; ++attempt) {
    store::BatchMarker marker;
    marker.number = done.number + 1;
    auto outcome = [&]() -> base::Result<> {
      ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
      RETURN_IF_FAILED(step(marker));
      RETURN_IF_FAILED(store::insert_marker(*connection, facts.change_set_id, marker));
      return transaction.commit();
    }();
    if (outcome) {
      done.number = marker.number;
      done.last_row = std::max(done.last_row, marker.last_row);
      add(done.counts, marker.counts);
      return {};
    }
    taxonomy.forget();
    if (!lost_a_race(outcome.error()) || attempt == most_attempts) return outcome;
    std::this_thread::sleep_for(std::chrono::milliseconds(5 << attempt));
  }
}

base::Result<> CatalogMerge::Session::merge_batch(const MergeBatch& batch, store::BatchMarker& marker) {
  marker.first_row = batch.first_row;
  marker.last_row = batch.last_row;
  marker.counts.rows.quarantined = batch.quarantined;
  marker.counts.rows.skipped = batch.skipped;
  marker.counts.problems = batch.problems;

  RETURN_IF_FAILED(store::set_range(*connection, batch.first_row, batch.last_row));
  if (is_dry_run()) RETURN_IF_FAILED(store::fill_overlay(*connection, stated_gtins(batch)));
  ASSIGN_OR_RETURN(const auto differing, store::differing_of_batch(*connection));
  ASSIGN_OR_RETURN(const auto stored, store::read_offers(*connection, differing));
  MergePlan plan = plan_offers(batch, stored, [this](std::uint64_t number) { return is_unchanged(number); });

  ProductsByGtin products;
  RETURN_IF_FAILED(store::find_products(*connection, gtins_to_find(plan), [&](std::string_view gtin, base::Uuid id) {
    products.emplace(std::string(gtin), id);
  }));
  plan_products(plan, std::move(products), stored);
  return write_plan(plan, marker);
}

base::Result<> CatalogMerge::Session::write_plan(const MergePlan& plan, store::BatchMarker& marker) {
  std::vector<store::ProductRow> products;
  products.reserve(plan.new_products.size());
  for (const MergePlan::NewProduct& fresh : plan.new_products) {
    store::ProductRow& row = products.emplace_back();
    row.product_id = fresh.product_id;
    row.gtin = fresh.gtin;
    row.shown.source_offer_id = fresh.source_offer_id;
    for (std::size_t i = 0; i < shown_field_count; ++i) {
      if (const auto value = fresh.values->get(offer_field(static_cast<ShownField>(i))))
        row.shown.values[i] = std::string(*value);
    }
    ASSIGN_OR_RETURN(row.brand_id, taxonomy.brand(row.shown.values[static_cast<std::size_t>(ShownField::brand)]));
    ASSIGN_OR_RETURN(row.category_id,
                     taxonomy.category(row.shown.values[static_cast<std::size_t>(ShownField::category)]));
  }
  RETURN_IF_FAILED(store::insert_products(*connection, facts, products));
  for (const MergePlan::Learnt& learnt : plan.learnt) {
    RETURN_IF_FAILED(store::learn_gtin(*connection, learnt.product_id, learnt.gtin));
  }
  RETURN_IF_FAILED(store::refresh_fingerprints(*connection, plan.refreshed));
  RETURN_IF_FAILED(store::insert_offers(*connection, facts, plan.created));
  RETURN_IF_FAILED(store::update_offers(*connection, facts, plan.updated));
  RETURN_IF_FAILED(store::insert_histories(*connection, facts, plan.created, plan.updated));
  RETURN_IF_FAILED(store::insert_items(*connection, facts, "created", plan.created));
  RETURN_IF_FAILED(store::insert_items(*connection, facts, "updated", plan.updated));
  RETURN_IF_FAILED(store::note_products_met(*connection, plan.joined));
  for (const MergePlan::Merged& merged : plan.products_merged) {
    RETURN_IF_FAILED(store::merge_product_into(*connection, merged.product_id, merged.target));
  }

  MergeCounts& counts = marker.counts;
  ASSIGN_OR_RETURN(counts.products.updated, choose_products({plan.affected.begin(), plan.affected.end()}));
  counts.products.created = plan.new_products.size();
  counts.rows.created = counts.offers.created = plan.created.size();
  counts.rows.updated = counts.offers.updated = plan.updated.size();
  counts.rows.unchanged = counts.offers.unchanged = plan.unchanged;
  counts.offers.revived = plan.revived;
  return {};
}

base::Result<std::uint64_t> CatalogMerge::Session::choose_products(std::vector<base::Uuid> ids) {
  if (ids.empty()) return 0U;
  std::sort(ids.begin(), ids.end());
  ASSIGN_OR_RETURN(auto products, store::read_products(*connection, facts, request.effect, ids));
  std::vector<store::ProductRow> rows;
  std::uint64_t changed = 0;
  for (store::StoredProduct& product : products) {
    if (product.candidates.empty()) continue;  // nobody offers it now: it keeps what it showed last
    store::ProductRow row;
    row.product_id = product.product_id;
    row.shown = choose(std::move(product.candidates));
    constexpr auto brand = static_cast<std::size_t>(ShownField::brand);
    constexpr auto category = static_cast<std::size_t>(ShownField::category);
    ASSIGN_OR_RETURN(row.brand_id, taxonomy.brand(row.shown.values[brand]));
    ASSIGN_OR_RETURN(row.category_id, taxonomy.category(row.shown.values[category]));
    // Compare as stored: ids where the row has ids.
    row.shown.values[brand] = row.brand_id ? std::optional(row.brand_id->to_string()) : std::nullopt;
    row.shown.values[category] = row.category_id ? std::optional(row.category_id->to_string()) : std::nullopt;
    for (std::size_t i = 0; i < shown_field_count; ++i) {
      if (is_overridden(product, i)) row.shown.values[i] = product.shown.values[i];
    }
    row.brand_id = base::Uuid::parse(row.shown.values[brand].value_or(""));
    row.category_id = base::Uuid::parse(row.shown.values[category].value_or(""));
    if (row.shown == product.shown) continue;
    if (!product.changed_by_this_set) ++changed;
    rows.push_back(std::move(row));
  }
  RETURN_IF_FAILED(store::update_products(*connection, facts, rows));
  return changed;
}

}  // namespace catalog
