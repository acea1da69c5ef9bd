#pragma once

#include <filesystem>
#include <string>

#include "platform/http/route.h"

namespace platform::http {

struct StaticSiteOptions {
  std::filesystem::path folder;
  std::string api_url{};  ///< where the pages find the API, "" at their own address; told to them in a meta element
};

/// The routes of a built web app: its files as they are, with what is packed beside them ("app.js.br"), and index.html
/// for every other address that is no file's, so that the app's own router takes it. Files are read once. Fails with
/// site_unusable.
base::Result<RouteTable> static_site(const StaticSiteOptions& options);

inline constexpr base::ProblemKind site_unusable{"web.files_unusable", "Files of the web app cannot be served", 500,
                                                 base::LogLevel::error};

}  // namespace platform::http
