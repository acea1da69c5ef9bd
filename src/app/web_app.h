#pragma once

#include <cstdint>

#include "platform/config/settings.h"
#include "platform/http/route.h"

namespace app {

/// Where the pages find the API: behind the address they came from, or at NEXT_PUBLIC_API_URL.
enum class WebApi : std::uint8_t { same_address, as_set };

/// The routes of the web app in WEB_DIR or, when that is not set, in the folder `web` that came with the program. Where
/// there is none, a page at / that says how to get it. Fails with site_unusable.
base::Result<platform::http::RouteTable> web_app(const platform::config::Settings& settings, WebApi api);

}  // namespace app
