#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/route.h"

namespace platform::http {

/// What stands at an address for a method.
struct Match {
  const Route* route = nullptr;  ///< none: nothing at the path, or (with `allow`) nothing for the method
  std::string_view path;         ///< the route's template with its prefix
  Pairs parameters;
  std::string allow;  ///< methods the path knows: "GET, HEAD, OPTIONS"; "" when nothing is there
};

/// Finds routes by path. A literal segment wins over a parameter; "{rest...}" as the last segment takes all that
/// follows. "/{rest...}", which takes what nothing else does, leaves the API's own addresses alone.
class Router {
 public:
  /// Throws std::logic_error for two routes of one method and path.
  Router(RouteTable routes, std::string_view api_prefix);

  /// `path` is as sent, still percent-encoded: an escaped slash does not part segments. No method matches no route.
  Match match(std::optional<Method> method, std::string_view path) const;
  const RouteTable& routes() const { return routes_; }

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> rest;
    std::map<Method, std::size_t> routes;  // index into routes_
  };
  using Segments = std::vector<std::string>;

  void add(std::size_t index);
  bool is_of_api(std::string_view path) const;
  static const Node* find(const Node& node, const Segments& segments, std::size_t at, Segments& values);

  RouteTable routes_;
  std::string api_prefix_;
  std::vector<std::string> paths_;               // full template of each route
  std::vector<std::vector<std::string>> names_;  // parameter names of each route
  Node root_;
};

}  // namespace platform::http
