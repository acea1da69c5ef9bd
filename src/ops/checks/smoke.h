#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "ops/checks/finding.h"

namespace ops {

struct SmokeOptions {
  std::string url{};  ///< of the installation, without the API's path
  std::string email{}, password{};
  std::string api_prefix = "/api/v1";
  std::string authority{};    ///< certificates to trust in place of the system's (PEM file)
  bool is_read_only = false;  ///< without the supplier, the upload and the import it tries
  std::uint32_t requests = 100;
  std::chrono::milliseconds slowest_p95{500};
  std::chrono::milliseconds longest_import{60'000};
};

/// Uses an installation as people do, and tells of each step as it ends: sign-in, dashboard, workers, an upload that
/// is cut and goes on, an import that is a dry run under a supplier of its own, live events, metrics, speed, pools,
/// cache. Nothing of it stays but the dry run among the imports and lines in the audit trail. Steps that need one that
/// failed are not tried, and say so.
Findings smoke(const SmokeOptions& options, const std::function<void(const Finding&)>& each = {});

}  // namespace ops
