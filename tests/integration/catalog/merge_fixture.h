#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/suppliers/suppliers.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"

namespace test {

/// A statement of an offer, written the way tests read best.
inline catalog::MergeRow row(std::uint64_t number, const std::string& sku,
                             const std::map<catalog::OfferField, std::string>& values) {
  catalog::MergeRow made;
  made.number = number;
  made.byte_offset = number * 100;
  made.sku = sku;
  for (const auto& [field, value] : values) made.values.set(field, value);
  return made;
}

inline catalog::MergeBatch batch(std::vector<catalog::MergeRow> rows) {
  catalog::MergeBatch made;
  made.first_row = rows.front().number;
  made.last_row = rows.back().number;
  made.rows = std::move(rows);
  return made;
}

/// A migrated catalogue on one engine, with two suppliers.
class CatalogTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    must(platform::db::Migrator(database()).up());
    suppliers::SupplierService suppliers(database());
    alpha_ = must(suppliers.ensure("alpha"));
    beta_ = must(suppliers.ensure("beta"));
  }

  catalog::MergeRequest request(const suppliers::Supplier& supplier,
                                catalog::MergeMode mode = catalog::MergeMode::partial,
                                catalog::MergeEffect effect = catalog::MergeEffect::apply) {
    return {supplier.id, supplier.code, mode, effect, "feed.csv", "digest"};
  }

  /// A merge that has been told of all rows of the batches, and of more references the file holds.
  catalog::CatalogMerge begun(const catalog::MergeRequest& wanted, base::Uuid change_set,
                              const std::vector<catalog::MergeBatch>& batches,
                              const std::vector<std::string>& held = {}) {
    auto merge = must(catalog::CatalogMerge::open(database(), wanted));
    std::uint64_t last = 0;
    for (const catalog::MergeBatch& one : batches) {
      for (const catalog::MergeRow& row : one.rows)
        must(merge.announce(last = row.number, row.sku, catalog::fingerprint(row.values)));
    }
    for (const std::string& sku : held) must(merge.announce(++last, sku, catalog::fingerprint({})));
    must(merge.begin(change_set));
    return merge;
  }

  struct Merged {
    base::Uuid change_set;
    catalog::MergeCounts counts;
  };
  /// A whole merge of the batches.
  Merged merge(const catalog::MergeRequest& wanted, const std::vector<catalog::MergeBatch>& batches,
               const std::vector<std::string>& held = {}) {
    const base::Uuid change_set = base::Uuid::generate();
    auto merge = begun(wanted, change_set, batches, held);
    std::uint64_t rows = 0;
    for (const catalog::MergeBatch& one : batches) {
      rows += one.rows.size() + one.quarantined + one.skipped;
      must(merge.apply(one));
    }
    return {change_set, must(merge.finish(rows))};
  }

  catalog::ProductDetail product(const std::string& key) { return must(catalog::CatalogService(database()).show(key)); }

  std::string scalar(const std::string& sql) {
    const platform::db::Statement statement("test.scalar", sql);
    const auto found = must(connection().query_one(statement));
    return found ? found->text(0) : std::string("(none)");
  }

  suppliers::Supplier alpha_, beta_;
};

}  // namespace test
