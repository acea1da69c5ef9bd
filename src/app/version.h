#pragma once

namespace app {

inline constexpr const char* version = PROJECT_VERSION;

}  // namespace app
