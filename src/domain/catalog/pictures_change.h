#pragma once

#include <string_view>
#include <vector>

#include "base/uuid.h"
#include "platform/db/connection.h"
#include "platform/http/codec.h"

namespace catalog {

/// The job that follows when products show other pictures for another reason than an import.
inline constexpr std::string_view pictures_change_queue = "maintenance";
inline constexpr std::string_view pictures_change_kind = "product_pictures_changed";

/// Its payload.
struct PicturesChange {
  std::vector<base::Uuid> product_ids;
};
BOOST_DESCRIBE_STRUCT(PicturesChange, (), (product_ids))

/// Announces that job in the transaction of the change; nothing when there are no products.
base::Result<> announce_pictures(platform::db::Connection& connection, const std::vector<base::Uuid>& product_ids);

}  // namespace catalog
