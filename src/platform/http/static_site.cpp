#include "platform/http/static_site.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>

#include "base/html_entities.h"
#include "platform/http/compression.h"
#include "platform/http/conditional.h"

namespace platform::http {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_site = 64U << 20U;
constexpr std::string_view start_page = "index.html";

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> types{
    {{".html", "text/html; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".json", "application/json"},
     {".webmanifest", "application/manifest+json"},
     {".svg", "image/svg+xml"},
     {".png", "image/png"},
     {".webp", "image/webp"},
     {".ico", "image/x-icon"},
     {".woff2", "font/woff2"},
     {".txt", "text/plain; charset=utf-8"},
     {".csv", "text/csv; charset=utf-8"},
     {".map", "application/json"}}};

/// One file, and the same packed.
struct Asset {
  std::string type, cache_control, policy;
  std::string body, etag;
  std::map<std::string, std::string, std::less<>> packed;  // by encoding: br, gzip
};
using AssetPointer = std::shared_ptr<const Asset>;

base::Result<std::string> read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad() || !in.is_open()) {
    return base::failure(site_unusable, "The file " + file.string() + " cannot be read.",
                         "Check the rights of the folder, or build the web app again.");
  }
  return bytes;
}

std::string_view type_of(const fs::path& file) {
  const std::string extension = file.extension().string();
  const auto* const found = std::ranges::find(types, extension, &std::pair<std::string_view, std::string_view>::first);
  return found == types.end() ? "application/octet-stream" : found->second;
}

bool is_packed(const fs::path& file) {
  return file.extension() == ".br" || file.extension() == ".gz";
}

/// What a build keeps for itself: ".vite/manifest.json".
bool is_hidden(const fs::path& relative) {
  return std::ranges::any_of(relative, [](const fs::path& part) { return part.string().starts_with('.'); });
}

/// Scheme, host and port of an address.
std::string origin_of(const std::string& url) {
  const std::size_t host = url.find("://");
  return host == std::string::npos ? url : url.substr(0, url.find('/', host + 3));
}

/// Pages load nothing but what is their own, and speak with nobody but the API.
std::string policy(const std::string& api_url) {
  std::string api;
  if (!api_url.empty()) {
    const std::string origin = origin_of(api_url);
    api = " " + origin + " ws" + origin.substr(origin.starts_with("http") ? 4 : 0);
  }
  return "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:" + api +
         "; connect-src 'self'" + api +
         "; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

class Site {
 public:
  explicit Site(const StaticSiteOptions& options) : options_(options) {}

  base::Result<RouteTable> routes() {
    RETURN_IF_FAILED(read_all());
    const auto start = assets_.find(std::string(start_page));
    if (start == assets_.end()) {
      return base::failure(site_unusable, "The folder " + options_.folder.string() + " holds no index.html.",
                           "Build the web app with `make web`, or set WEB_DIR to the folder of one that is built.");
    }
    RouteTable table;
    for (const auto& [path, asset] : assets_) {
      if (path != start_page) table.push_back(file_route("/" + path, asset));
    }
    table.push_back(file_route("/", start->second));
    table.push_back(page_route(start->second));
    return table;
  }

 private:
  base::Result<> read_all() {
    std::error_code failed;
    std::uintmax_t total = 0;
    for (fs::recursive_directory_iterator at(options_.folder, failed), end; !failed && at != end;
         at.increment(failed)) {
      if (!at->is_regular_file(failed) || is_packed(at->path())) continue;
      if (is_hidden(at->path().lexically_relative(options_.folder))) continue;
      total += at->file_size(failed);
      if (failed || total > largest_site) break;
      RETURN_IF_FAILED(add(at->path()));
    }
    if (total > largest_site) {
      return base::failure(site_unusable, "The folder " + options_.folder.string() + " holds more than a web app.",
                           "Set WEB_DIR to the folder of the built web app.");
    }
    if (!failed) return {};
    return base::failure(site_unusable,
                         "The folder " + options_.folder.string() + " cannot be read: " + failed.message() + ".",
                         "Check the folder and its rights, or build the web app again.");
  }

  base::Result<> add(const fs::path& file) {
    const std::string path = file.lexically_relative(options_.folder).generic_string();
    Asset asset;
    asset.type = type_of(file);
    ASSIGN_OR_RETURN(asset.body, read(file));
    // The build gives files below assets/ names that change with their content.
    asset.cache_control = path.starts_with("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    if (path == start_page) {
      asset.policy = policy(options_.api_url);
      tell_api_url(asset.body);
    } else {
      for (const auto& [extension, encoding] : {std::pair(".br", "br"), std::pair(".gz", "gzip")}) {
        fs::path packed = file;
        packed += extension;
        std::error_code failed;
        if (!fs::is_regular_file(packed, failed)) continue;
        ASSIGN_OR_RETURN(asset.packed[encoding], read(packed));
      }
    }
    asset.etag = etag_of(asset.body);
    assets_.emplace(path, std::make_shared<const Asset>(std::move(asset)));
    return {};
  }

  void tell_api_url(std::string& page) const {
    if (options_.api_url.empty()) return;
    const std::size_t head = page.find("<head>");
    if (head == std::string::npos) return;
    page.insert(head + 6, "<meta name=\"api-url\" content=\"" + base::escape_markup(options_.api_url) + "\">");
  }

  static Response answer(const Asset& asset, const Request& request) {
    Response response;
    response.set("Content-Type", asset.type);
    response.set("Cache-Control", asset.cache_control);
    if (!asset.policy.empty()) response.set("Content-Security-Policy", asset.policy);
    const std::string_view wanted = best_encoding(request.header("accept-encoding"));
    const auto packed = asset.packed.find(wanted);
    if (packed == asset.packed.end()) {
      response.set("ETag", asset.etag);
      response.body = asset.body;
      return response;
    }
    response.set("Content-Encoding", packed->first);
    response.set("Vary", "Accept-Encoding");
    response.set("ETag", etag_in_encoding(asset.etag, packed->first));
    response.body = packed->second;
    return response;
  }

  static Route plain_route(std::string path) {
    Route route = get(std::move(path), "web_app", "web", "A file of the web app");
    route.absolute().anonymous().tier(RateTier::none);
    return route;
  }

  static Route file_route(std::string path, const AssetPointer& asset) {
    return plain_route(std::move(path)).answers([asset](const Request& request) -> base::Result<Response> {
      return answer(*asset, request);
    });
  }

  static Route page_route(const AssetPointer& start) {
    return plain_route("/{page...}").answers([start](const Request& request) -> base::Result<Response> {
      const std::string_view page = request.parameter("page");
      const bool is_file = page.substr(page.rfind('/') + 1).find('.') != std::string_view::npos;
      if (!is_file) return answer(*start, request);
      return base::failure(not_found, "There is no file at " + request.path + ".",
                           "Reload the page: a newer version of the web app may have replaced it.");
    });
  }

  const StaticSiteOptions& options_;
  std::map<std::string, AssetPointer> assets_;
};

}  // namespace

base::Result<RouteTable> static_site(const StaticSiteOptions& options) {
  return Site(options).routes();
}

}  // namespace platform::http
