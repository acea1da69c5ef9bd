#include "domain/catalog/taxonomy.h"

#include "base/text.h"
#include "domain/catalog/merge_store.h"

namespace catalog {
namespace {

constexpr std::size_t most_remembered = 100'000;
constexpr std::string_view level_separator = " > ";

void remember(std::unordered_map<std::string, base::Uuid>& ids, const std::string& key, base::Uuid id) {
  if (ids.size() >= most_remembered) ids.clear();
  ids.emplace(key, id);
}

/// A key that tells names apart even when folding leaves nothing of them ("***").
std::string key_of(std::string_view name) {
  std::string key = base::fold(name);
  return key.empty() ? std::string(base::trim(name)) : key;
}

}  // namespace

void Taxonomy::forget() {
  brands_.clear();
  categories_.clear();
}

base::Result<std::optional<base::Uuid>> Taxonomy::brand(const std::optional<std::string>& name) {
  if (!name || name->empty()) return std::optional<base::Uuid>{};
  // Spellings are remembered as written: folding each row's brand would cost more than the look-up.
  if (const auto known = brands_.find(*name); known != brands_.end()) return std::optional(known->second);
  const std::string key = key_of(*name);
  ASSIGN_OR_RETURN(std::optional<base::Uuid> id, store::find_brand(connection_, key));
  if (!id) {
    ASSIGN_OR_RETURN(id, store::insert_brand(connection_, key, base::trim(*name)));
  }
  remember(brands_, *name, *id);
  return id;
}

base::Result<std::optional<base::Uuid>> Taxonomy::category(const std::optional<std::string>& path) {
  if (!path || path->empty()) return std::optional<base::Uuid>{};
  if (const auto known = categories_.find(*path); known != categories_.end()) return std::optional(known->second);

  std::optional<base::Uuid> parent;
  std::string key;
  std::size_t start = 0;
  while (start <= path->size()) {
    const std::size_t end = std::min(path->find(level_separator, start), path->size());
    const std::string_view name = base::trim(std::string_view(*path).substr(start, end - start));
    const std::string_view so_far = std::string_view(*path).substr(0, end);
    start = end + level_separator.size();
    if (name.empty()) continue;
    key += (key.empty() ? "" : ">") + key_of(name);
    ASSIGN_OR_RETURN(std::optional<base::Uuid> id, store::find_category(connection_, key));
    if (!id) {
      ASSIGN_OR_RETURN(id, store::insert_category(connection_, key, so_far, name, parent));
    }
    parent = id;
  }
  if (parent) remember(categories_, *path, *parent);
  return parent;
}

}  // namespace catalog
