#pragma once

#include <functional>

#include "domain/suppliers/suppliers.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace suppliers {

/// What goes when a source does, or its supplier.
struct RemovedWithSource {
  std::vector<base::Uuid> sources_removed, schedules_removed;
};
BOOST_DESCRIBE_STRUCT(RemovedWithSource, (), (sources_removed, schedules_removed))

/// A supplier in numbers; the catalogue knows them.
struct SupplierNumbersView {
  std::uint64_t active_offers = 0, withdrawn_offers = 0, products = 0, imports = 0;
  std::optional<base::Timestamp> last_import_at;
};
BOOST_DESCRIBE_STRUCT(SupplierNumbersView, (), (active_offers, withdrawn_offers, products, imports, last_import_at))

struct SupplierRouteParts {
  SupplierService& suppliers;
  std::function<base::Result<SupplierNumbersView>(base::Uuid supplier_id)> numbers_of;
  platform::http::AuditSink audit;
  /// Told after a supplier was deleted: what others keep about it goes, too.
  std::function<base::Result<RemovedWithSource>(base::Uuid supplier_id)> on_deleted{};
};

/// /suppliers and all below it.
platform::http::RouteTable supplier_routes(const SupplierRouteParts& parts);

}  // namespace suppliers
