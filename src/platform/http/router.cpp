#include "platform/http/router.h"

#include <stdexcept>

#include "base/text.h"
#include "platform/http/target.h"

namespace platform::http {
namespace {

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::string allowed(const std::map<Method, std::size_t>& routes) {
  std::vector<std::string> names;
  for (const auto& [method, index] : routes) {
    names.emplace_back(to_string(method));
    if (method == Method::get && !routes.contains(Method::head)) names.emplace_back("HEAD");
  }
  if (!routes.contains(Method::options)) names.emplace_back("OPTIONS");
  return base::join(names, ", ");
}

}  // namespace

Router::Router(RouteTable routes, std::string_view api_prefix) : routes_(std::move(routes)), api_prefix_(api_prefix) {
  for (std::size_t index = 0; index < routes_.size(); ++index) {
    const Route& route = routes_[index];
    paths_.push_back(route.is_absolute ? route.path : std::string(api_prefix) + route.path);
    names_.emplace_back();
    add(index);
  }
}

void Router::add(std::size_t index) {
  Node* node = &root_;
  for (const std::string_view segment : base::split(std::string_view(paths_[index]).substr(1), '/')) {
    std::unique_ptr<Node>* next = nullptr;
    if (!is_parameter(segment)) {
      next = &node->literals[std::string(segment)];
    } else if (std::string_view name = segment.substr(1, segment.size() - 2); name.ends_with("...")) {
      names_[index].emplace_back(name.substr(0, name.size() - 3));
      next = &node->rest;
    } else {
      names_[index].emplace_back(name);
      next = &node->parameter;
    }
    if (!*next) *next = std::make_unique<Node>();
    node = next->get();
  }
  if (!node->routes.emplace(routes_[index].method, index).second)
    throw std::logic_error("two routes for " + std::string(to_string(routes_[index].method)) + " " + paths_[index]);
}

const Router::Node* Router::find(const Node& node, const Segments& segments, std::size_t at, Segments& values) {
  if (at == segments.size()) return node.routes.empty() ? nullptr : &node;
  if (const auto literal = node.literals.find(segments[at]); literal != node.literals.end())
    if (const Node* found = find(*literal->second, segments, at + 1, values)) return found;
  if (node.parameter && !segments[at].empty()) {
    values.push_back(segments[at]);
    if (const Node* found = find(*node.parameter, segments, at + 1, values)) return found;
    values.pop_back();
  }
  if (!node.rest) return nullptr;
  values.push_back(base::join({segments.begin() + static_cast<std::ptrdiff_t>(at), segments.end()}, "/"));
  return node.rest.get();
}

bool Router::is_of_api(std::string_view path) const {
  return path.starts_with(api_prefix_) && (path.size() == api_prefix_.size() || path[api_prefix_.size()] == '/');
}

Match Router::match(std::optional<Method> method, std::string_view path) const {
  if (!path.starts_with('/')) return {};
  Segments segments;
  for (const std::string_view part : base::split(path.substr(1), '/')) {
    auto decoded = percent_decoded(part);
    if (!decoded) return {};
    segments.push_back(std::move(*decoded));
  }
  Segments values;
  const Node* node = find(root_, segments, 0, values);
  if (node == nullptr || (node == root_.rest.get() && is_of_api(path))) return {};
  Match match;
  match.allow = allowed(node->routes);
  if (!method) return match;
  auto found = node->routes.find(*method);
  if (found == node->routes.end() && *method == Method::head) found = node->routes.find(Method::get);
  if (found == node->routes.end()) return match;
  match.route = &routes_[found->second];
  match.path = paths_[found->second];
  for (std::size_t index = 0; index < values.size(); ++index)
    match.parameters.emplace_back(names_[found->second][index], std::move(values[index]));
  return match;
}

}  // namespace platform::http
