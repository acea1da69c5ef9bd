#pragma once

#include "domain/catalog/catalog.h"
#include "platform/queue/worker.h"

namespace catalog {

/// Chooses anew what products show once a supplier has got another priority; to be given to the worker for
/// suppliers::priority_change_kind. After a while it lets others of its queue have a turn.
platform::queue::HandlerEntry priority_handler(CatalogService& catalog);

}  // namespace catalog
