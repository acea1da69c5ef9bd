#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/uuid.h"
#include "domain/catalog/product_search.h"
#include "platform/db/value.h"

namespace catalog {

/// Where a page ended: the sorting key of its last product, and its id.
struct PageCursor {
  platform::db::Value key;
  base::Uuid id;
};

/// Opaque, safe in a URL. Good for the same order only.
std::string cursor_text(const ProductQuery& query, const PageCursor& cursor);
/// Fails with cursor_invalid.
base::Result<PageCursor> parse_cursor(const ProductQuery& query);

}  // namespace catalog
