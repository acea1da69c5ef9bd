#include "app/web_app.h"

#include <filesystem>

#include "platform/http/static_site.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using platform::http::Request;
using platform::http::Response;
using platform::http::RouteTable;

/// Beside the program, in the build folder around its own, or where a package puts it.
fs::path own_folder() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (failed) return {};
  for (const char* const place : {"web", "../web", "../share/suppliers-import/web"}) {
    const fs::path folder = (program.parent_path() / place).lexically_normal();
    if (fs::is_regular_file(folder / "index.html", failed)) return folder;
  }
  return {};
}

RouteTable missing_page() {
  RouteTable table;
  table.push_back(platform::http::get("/", "web_app", "web", "Says that the web app is not there")
                      .absolute()
                      .anonymous()
                      .answers([](const Request&) -> base::Result<Response> {
                        Response response;
                        response.set("Content-Type", "text/html; charset=utf-8");
                        response.body =
                            "<!doctype html><html lang=\"en\"><title>Suppliers-Import</title><h1>Suppliers-Import</h1>"
                            "<p>The API is at work; the web app has not been built yet: <code>make web</code> builds "
                            "it.</p><p><a href=\"/docs\">Read the API</a></p></html>\n";
                        return response;
                      }));
  return table;
}

}  // namespace

base::Result<RouteTable> web_app(const platform::config::Settings& settings, WebApi api) {
  platform::http::StaticSiteOptions options;
  options.folder = settings.value("WEB_DIR");
  if (options.folder.empty()) options.folder = own_folder();
  if (options.folder.empty()) return missing_page();
  if (api == WebApi::as_set) options.api_url = settings.value("NEXT_PUBLIC_API_URL");
  return platform::http::static_site(options);
}

}  // namespace app
