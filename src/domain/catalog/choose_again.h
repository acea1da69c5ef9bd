#pragma once

#include <set>
#include <string>

#include "domain/catalog/product_edit_store.h"
#include "domain/catalog/taxonomy.h"

namespace catalog {

/// Gives a product the fields that its active offers say now, but for those a person holds. One that nobody offers
/// keeps what it shows.
base::Result<> choose_again(platform::db::Connection& connection, base::Uuid id, const std::set<std::string>& held,
                            Shown& shown);
/// Writes what a locked product shows, which was `before` until now.
base::Result<> write_shown(platform::db::Connection& connection, Taxonomy& taxonomy, base::Uuid id, const Shown& before,
                           store::EditableProduct& product);
/// The moment of a change: now, but after `earlier`, so that whoever read before it is told.
base::Timestamp after(base::Timestamp earlier);
bool pictures_differ(const Shown& one, const Shown& other);

}  // namespace catalog
