#include "platform/http/docs_page.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <memory>

#include "platform/http/server.h"

namespace platform::http {
namespace {

// 'sha256-…' of a script or style, as Content-Security-Policy names it.
std::string policy_hash(std::string_view text) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::array<unsigned char, 48> base64{};
  const int length = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  return fmt::format("'sha256-{}'",
                     std::string_view(reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(length)));
}

}  // namespace

std::string docs_page() {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Suppliers-Import API</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<header>\n<h1>Suppliers-Import API</h1>\n"
      "<input id=\"search\" type=\"search\" placeholder=\"Search operations (press /)\" aria-label=\"Search "
      "operations\">"
      "\n<a href=\"/openapi.json\">openapi.json</a>\n</header>\n<div id=\"layout\">\n<nav "
      "aria-label=\"Groups\"></nav>\n"
      "<main>Loading…</main>\n</div>\n<script>{}</script>\n</body>\n</html>\n",
      docs_style, docs_script);
}

std::string docs_security_policy() {
  return fmt::format(
      "default-src 'none'; script-src {}; style-src {}; connect-src 'self'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'",
      policy_hash(docs_script), policy_hash(docs_style));
}

RouteTable api_documentation(const RouteTable& routes, std::string_view api_prefix, std::string_view version) {
  const auto document =
      std::make_shared<const std::string>(boost::json::serialize(openapi_of(routes, api_prefix, version)));
  const auto page = std::make_shared<const std::string>(docs_page());
  RouteTable table;
  table.push_back(
      get("/openapi.json", "openapi", "documentation", "This API as OpenAPI 3.1")
          .absolute()
          .anonymous()
          .answers([document](const Request&) -> base::Result<Response> { return json_response(*document); }));
  table.push_back(get("/docs", "docs", "documentation", "This API to read")
                      .absolute()
                      .anonymous()
                      .content("text/html")
                      .answers([page, policy = docs_security_policy()](const Request&) -> base::Result<Response> {
                        Response response;
                        response.set("Content-Type", "text/html; charset=utf-8");
                        response.set("Content-Security-Policy", policy);
                        response.body = *page;
                        return response;
                      }));
  return table;
}

}  // namespace platform::http
