#include "domain/analytics/cache_routes.h"

namespace analytics {

namespace http = platform::http;
using http::Request;

struct CacheSpaceView {
  std::string name;
  std::int64_t lifetime_seconds = 0;
  std::uint64_t entries = 0, bytes = 0, hits = 0, misses = 0;
  double hit_rate = 0;  ///< 0 to 1
  std::uint64_t evictions = 0, expirations = 0, invalidations = 0;
};
BOOST_DESCRIBE_STRUCT(CacheSpaceView, (),
                      (name, lifetime_seconds, entries, bytes, hits, misses, hit_rate, evictions, expirations,
                       invalidations))

struct CacheView {
  std::vector<CacheSpaceView> items;
};
BOOST_DESCRIBE_STRUCT(CacheView, (), (items))

struct EmptiedView {
  std::uint64_t dropped = 0;
};
BOOST_DESCRIBE_STRUCT(EmptiedView, (), (dropped))

namespace {

CacheView view_of(const std::vector<platform::cache::SpaceStatistics>& spaces) {
  CacheView view;
  for (const auto& one : spaces) {
    const std::uint64_t asked = one.hits + one.misses;
    view.items.push_back({std::string(to_string(one.space)), lifetime_of(one.space).count(), one.entries, one.bytes,
                          one.hits, one.misses,
                          asked == 0 ? 0.0 : static_cast<double>(one.hits) / static_cast<double>(asked), one.evictions,
                          one.expirations, one.invalidations});
  }
  return view;
}

base::Result<EmptiedView> empty(const MonitoringRouteParts& parts, const Request& request) {
  const std::string name(request.parameter("namespace"));
  const auto space = platform::cache::parse_space(name);
  if (!space) {
    return base::failure(cache_space_unknown, "The cache has no namespace \"" + name + "\".",
                         "Use catalog, imports, code2asin, analytics or media.");
  }
  const EmptiedView view{parts.cache.invalidate_space(*space)};
  if (parts.audit) parts.audit(request, "cache.emptied", "cache:" + name, {}, http::to_json(view));
  return view;
}

}  // namespace

void add_cache_routes(http::RouteTable& table, const MonitoringRouteParts& parts) {
  table.push_back(
      http::get("/cache", "get_cache", "cache", "What this process keeps in its cache, and how often that helps")
          .permission("cache.read")
          .answers([parts](const Request&) -> base::Result<CacheView> { return view_of(parts.cache.statistics()); }));
  table.push_back(http::del("/cache/{namespace}", "empty_cache", "cache", "Empty a namespace of this process's cache")
                      .permission("cache.invalidate")
                      .problems({&cache_space_unknown})
                      .answers([parts](const Request& request) { return empty(parts, request); }));
}

}  // namespace analytics
