#pragma once

#include <vector>

#include "domain/settings/settings.h"
#include "platform/config/settings.h"
#include "platform/http/audit_sink.h"
#include "platform/http/route.h"

namespace settings {

struct SettingsRouteParts {
  SettingsService& settings;
  std::vector<platform::config::SettingReport> environment;  ///< what the process was started with, secrets masked
  platform::http::AuditSink audit;
};

/// /settings and all below it.
platform::http::RouteTable settings_routes(const SettingsRouteParts& parts);

}  // namespace settings
