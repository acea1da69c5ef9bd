#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "domain/suppliers/suppliers.h"
#include "platform/http/route.h"

namespace suppliers {

/// Told of every change made over HTTP: "supplier.updated", the subject "supplier:code", and JSON objects of what it
/// was and is ("" for none).
using AuditSink = std::function<void(const platform::http::Request&, std::string_view action, std::string_view subject,
                                     std::string_view before, std::string_view after)>;

/// A supplier in numbers; the catalogue knows them.
struct SupplierNumbersView {
  std::uint64_t active_offers = 0, withdrawn_offers = 0, products = 0, imports = 0;
  std::optional<base::Timestamp> last_import_at;
};
BOOST_DESCRIBE_STRUCT(SupplierNumbersView, (), (active_offers, withdrawn_offers, products, imports, last_import_at))

struct SupplierRouteParts {
  SupplierService& suppliers;
  std::function<base::Result<SupplierNumbersView>(base::Uuid supplier_id)> numbers_of;
  AuditSink audit;
};

/// /suppliers and all below it.
platform::http::RouteTable supplier_routes(const SupplierRouteParts& parts);

}  // namespace suppliers
