#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "domain/media/file_links.h"
#include "domain/media/media.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace media {

/// What the routes work with; must outlive every answer.
struct MediaRouteParts {
  MediaService& media;
  const FileLinks& links;
  /// The product of an id, a GTIN or "supplier:reference"; fails with one of `product_problems`.
  std::function<base::Result<base::Uuid>(std::string_view key)> product_of;
  std::vector<const base::ProblemKind*> product_problems;
  /// Has fetching begin at once, after a retry; may be absent.
  std::function<base::Result<>()> wake;
  platform::http::AuditSink audit;
};

/// /products/{id}/images and /media.
platform::http::RouteTable media_routes(const MediaRouteParts& parts);

}  // namespace media
