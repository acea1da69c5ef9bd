#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "domain/catalog/product_choice.h"
#include "domain/catalog/product_edit.h"
#include "platform/db/connection.h"

namespace catalog::store {

using platform::db::Connection;

/// A product as an edit finds it. Brand and category are names here.
struct EditableProduct {
  Shown shown;
  std::optional<base::Uuid> brand_id, category_id;
  std::string overrides;  ///< JSON array of field names; "" for none
  base::Timestamp updated_at;
};
/// Locks the product until the transaction ends. Nothing when there is none, or it was merged into another.
base::Result<std::optional<EditableProduct>> lock_product(Connection& connection, base::Uuid id);
/// The active offers the product's fields may be chosen from.
base::Result<std::vector<Candidate>> candidates_of(Connection& connection, base::Uuid product_id);
/// An active offer of a supplier; contested when its product has another active one.
struct ContestedOffer {
  std::string sku;
  base::Uuid product_id;
  bool is_contested = false;
};
/// In the order of their references, after this one.
base::Result<std::vector<ContestedOffer>> contested_offers(Connection& connection, base::Uuid supplier_id,
                                                           std::string_view after_sku, std::uint64_t limit);
base::Result<> write_product(Connection& connection, base::Uuid id, const EditableProduct& product);
base::Result<> insert_edit(Connection& connection, const EditedProduct& edit, const Editor& editor,
                           base::Timestamp edited_at);
base::Result<bool> has_offers(Connection& connection, base::Uuid product_id);
base::Result<> delete_product(Connection& connection, base::Uuid product_id);

}  // namespace catalog::store
