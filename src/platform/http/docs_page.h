#pragma once

#include <string>
#include <string_view>

namespace platform::http {

// The parts of the page at /docs. It asks for nothing but /openapi.json.
extern const std::string_view docs_style;
extern const std::string_view docs_script;

/// The whole page.
std::string docs_page();
/// Lets the page's own style and script run and nothing else.
std::string docs_security_policy();

}  // namespace platform::http
