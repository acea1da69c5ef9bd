#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "domain/catalog/catalog_merge.h"
#include "domain/catalog/offer_diff.h"
#include "domain/catalog/product_choice.h"
#include "platform/db/connection.h"

namespace catalog::store {

using platform::db::Connection;

/// The offer a row's sku is of, which is withdrawn or was last merged from another statement.
struct Match {
  std::uint64_t row_number = 0;
  base::Uuid offer_id;
};

struct StoredOffer {
  std::uint64_t row_number = 0;
  base::Uuid offer_id;
  base::Uuid product_id;
  bool withdrawn = false;
  std::optional<std::string> product_gtin;
  OfferValues values;
};

/// An offer row to write: a new one, or the new state of a stored one.
struct OfferWrite {
  base::Uuid offer_id;
  base::Uuid product_id;
  const MergeRow* row = nullptr;
  const OfferValues* values = nullptr;
  std::uint64_t fingerprint = 0;
  OfferDiff diff;
  std::string before, after;
  bool revived = false;
  bool moved = false;
  std::uint32_t flags() const {
    return diff.flags | (revived ? ChangeFlag::revived : 0U) | (moved ? ChangeFlag::moved : 0U);
  }
};

struct NewProduct {
  base::Uuid product_id;
  const OfferWrite* source = nullptr;
};

/// Session-wide facts every statement needs; also kept in the temporary table merge_session.
struct SessionFacts {
  base::Uuid change_set_id;
  base::Uuid supplier_id;
  std::string effective_at;
};

/// Makes the session's temporary tables.
base::Result<> make_tables(Connection& connection);
/// Tells the temporary tables whose change set this is.
base::Result<> set_facts(Connection& connection, const SessionFacts& facts);
/// by_index: statements on a batch, each row found by an index. by_hash: statements on everything, in a few passes.
enum class Planner : std::uint8_t { by_index, by_hash };
base::Result<> set_planner(Connection& connection, Planner planner);
/// Whether a commit waits for the disk. Batches need not (their marker is lost with them), the last commit must.
enum class Durability : std::uint8_t { relaxed, full };
base::Result<> set_durability(Connection& connection, Durability durability);

/// Starts loading the references and fingerprints of the file's rows.
base::Result<platform::db::BulkLoad> load_keys(Connection& connection);
/// Finds the offers of all loaded keys at once, and remembers them as present in the file.
base::Result<> match_keys(Connection& connection, MergeEffect effect);
/// Makes the rows first to last the batch at hand.
base::Result<> set_range(Connection& connection, std::uint64_t first_row, std::uint64_t last_row);
/// Rows of the file whose offers are active and were last merged from an equal statement.
base::Result<> each_unchanged_row(Connection& connection, const std::function<void(std::uint64_t)>& each);
/// The other offers found for the batch at hand, in row order.
base::Result<std::vector<Match>> differing_of_batch(Connection& connection);
base::Result<std::vector<StoredOffer>> read_offers(Connection& connection, std::span<const Match> differing);
/// Pairs of GTIN and product id, for those that have a product.
base::Result<> find_products(Connection& connection, const std::vector<std::string>& gtins,
                             const std::function<void(std::string_view gtin, base::Uuid product)>& each);

/// Ids of brands or categories by their folded key.
base::Result<std::optional<base::Uuid>> find_brand(Connection& connection, std::string_view key);
base::Result<base::Uuid> insert_brand(Connection& connection, std::string_view key, std::string_view name);
base::Result<std::optional<base::Uuid>> find_category(Connection& connection, std::string_view key);
base::Result<base::Uuid> insert_category(Connection& connection, std::string_view key, std::string_view path,
                                         std::string_view name, const std::optional<base::Uuid>& parent);

/// What a product row holds of its shown fields once brand and category have become ids.
struct ProductRow {
  base::Uuid product_id;
  std::optional<std::string> gtin;
  Shown shown;
  std::optional<base::Uuid> brand_id, category_id;
};
base::Result<> insert_products(Connection& connection, const SessionFacts& facts, std::span<const ProductRow> products);
base::Result<> insert_offers(Connection& connection, const SessionFacts& facts, std::span<const OfferWrite> offers);
base::Result<> update_offers(Connection& connection, const SessionFacts& facts, std::span<const OfferWrite> offers);
/// Only remembers the statements' fingerprints: nothing differs, but the mapping or an undo changed what is compared.
base::Result<> refresh_fingerprints(Connection& connection, std::span<const OfferWrite> offers);
base::Result<> insert_histories(Connection& connection, const SessionFacts& facts, std::span<const OfferWrite> created,
                                std::span<const OfferWrite> updated);
base::Result<> insert_items(Connection& connection, const SessionFacts& facts, std::string_view kind,
                            std::span<const OfferWrite> offers);
base::Result<> learn_gtin(Connection& connection, base::Uuid product, std::string_view gtin);
base::Result<> merge_product_into(Connection& connection, base::Uuid product, base::Uuid target);
/// Offers that came to products the catalogue already had, or moved: their product counts as met by the file.
base::Result<> note_products_met(Connection& connection, std::span<const OfferWrite> offers);

/// A product as stored, with its active offers.
struct StoredProduct {
  base::Uuid product_id;
  bool changed_by_this_set = false;
  Shown shown;                          ///< brand and category hold ids as text
  std::vector<std::string> overridden;  ///< names of fields a person has set
  std::vector<Candidate> candidates;
};
/// Locks the products (in id order) and reads them.
base::Result<std::vector<StoredProduct>> read_products(Connection& connection, const SessionFacts& facts,
                                                       MergeEffect effect, std::span<const base::Uuid> products);
base::Result<> update_products(Connection& connection, const SessionFacts& facts, std::span<const ProductRow> products);

}  // namespace catalog::store
