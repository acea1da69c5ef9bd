#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "domain/imports/formats/json_flattener.h"
#include "domain/imports/formats/json_reader.h"

namespace imports {
namespace {

/// Walks JSON text and notes where objects and values stand.
class Survey {
 public:
  Survey(JsonScanner& scanner, PathTree& tree) : scanner_(scanner), tree_(tree) {}

  bool value(std::size_t node, bool in_array) {
    auto& seen = tree_.at(node);
    const char first = scanner_.peek();
    if (first == '[') return elements(node);
    seen.repeats = seen.repeats || in_array;
    if (first == '{') {
      ++seen.count;
      seen.is_object = true;
      return members(node);
    }
    if (!scanner_.skip_value()) return false;
    seen.has_value = true;
    return true;
  }

 private:
  bool elements(std::size_t node) {
    return inside(']', [&] { return value(node, true); });
  }

  bool members(std::size_t node) {
    return inside('}', [&] {
      if (scanner_.peek() != '"') return scanner_.fail("a name in double quotes");
      scanner_.mark();
      if (!scanner_.skip_string()) return false;
      const auto child = tree_.child(node, json_text(scanner_.cut()));
      return scanner_.expect(':') && value(child, false);
    });
  }

  template <class Member>
  bool inside(char closing, Member member) {
    if (scanner_.depth() >= JsonScanner::max_depth) return scanner_.fail("fewer brackets inside one another");
    scanner_.take();
    scanner_.enter();
    for (bool first = true; scanner_.peek() != closing; first = false) {
      if ((!first && !scanner_.expect(',')) || !member()) return false;
    }
    scanner_.take();
    scanner_.leave();
    return true;
  }

  JsonScanner& scanner_;
  PathTree& tree_;
};

bool has_digit(const std::string& name) {
  return std::any_of(name.begin(), name.end(), base::is_digit);
}

/// Whether the members of the object at `node` look like records of one list, each under its key.
bool is_keyed_list(const PathTree& tree, std::size_t node) {
  const auto& members = tree.at(node).children;
  if (tree.at(node).count != 1 || tree.at(node).repeats || members.size() < 2) return false;
  const bool like_keys =
      std::all_of(members.begin(), members.end(), [&](auto m) { return has_digit(tree.at(m).name); });
  if (members.size() < 3 && !like_keys) return false;
  std::map<std::string, std::size_t> names;
  std::size_t shares = 0;
  for (const auto member : members) {
    const auto& object = tree.at(member);
    if (!object.is_object || object.has_value || object.repeats) return false;
    for (const auto child : object.children) {
      ++names[tree.at(child).name];
      ++shares;
    }
  }
  return shares > 0 && shares * 2 >= names.size() * members.size();
}

std::size_t widest_member(const PathTree& tree, std::size_t node) {
  std::size_t columns = 0;
  for (const auto member : tree.at(node).children) columns = std::max(columns, tree.columns_of(member));
  return columns;
}

std::vector<PathCandidate> candidates_of(const PathTree& tree) {
  constexpr double only_object_weight = 0.2;
  std::vector<PathCandidate> candidates;
  for (std::size_t node = 0; node < tree.size(); ++node) {
    const auto& seen = tree.at(node);
    auto path = base::join(tree.steps(node), ".");
    if (seen.repeats && (seen.is_object || node == PathTree::root)) {
      candidates.push_back({node, {.path = path, .count = seen.count, .columns = tree.columns_of(node), .reason = {}}});
    } else if (is_keyed_list(tree, node)) {
      path += path.empty() ? "*" : ".*";
      candidates.push_back(
          {node,
           {.path = path, .count = seen.children.size(), .columns = widest_member(tree, node) + 1, .reason = {}}});
    } else if (node == PathTree::root && !seen.has_value) {
      candidates.push_back({node,
                            {.path = path, .count = seen.count, .columns = tree.columns_of(node), .reason = {}},
                            only_object_weight});
    }
  }
  return candidates;
}

}  // namespace

base::Result<std::vector<RecordPath>> find_json_record_paths(std::unique_ptr<ByteSource> text, std::string file,
                                                             std::uint64_t limit) {
  auto limited = std::make_unique<LimitedSource>(std::move(text), limit);
  JsonScanner scanner(std::move(limited), std::move(file));
  PathTree tree;
  Survey survey(scanner, tree);
  const bool complete = survey.value(PathTree::root, false);
  auto ranked = rank_candidates(tree, candidates_of(tree));
  const bool useful = !ranked.empty() && (ranked.front().columns > 0 || complete);
  if (!complete && !useful) return base::failure(scanner.problem());
  return ranked;
}

}  // namespace imports
