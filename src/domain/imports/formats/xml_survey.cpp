#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "domain/imports/formats/xml_reader.h"

namespace imports {
namespace {

/// Notes where elements, attributes and texts stand.
class Survey final : public XmlHandler {
 public:
  explicit Survey(PathTree& tree) : tree_(tree) {}

  void start_element(std::string_view name, XmlAttributes attributes) override {
    const auto parent = open_.empty() ? PathTree::root : open_.back().node;
    const auto node = tree_.child(parent, name);
    auto& seen = tree_.at(node);
    ++seen.count;
    if (!open_.empty()) {
      auto& sisters = open_.back().children;
      if (std::find(sisters.begin(), sisters.end(), node) != sisters.end()) {
        seen.repeats = true;
      } else {
        sisters.push_back(node);
      }
    }
    for (std::size_t at = 0; at < attributes.size(); at += 2) {
      tree_.at(tree_.child(node, "@" + std::string(attributes[at]))).has_value = true;
    }
    open_.push_back({node, {}});
  }

  void text(std::string_view text) override {
    auto& seen = tree_.at(open_.back().node);
    if (!seen.has_value) seen.has_value = !std::all_of(text.begin(), text.end(), base::is_blank);
  }

  void end_element(std::string_view) override { open_.pop_back(); }

 private:
  struct Open {
    std::size_t node;
    std::vector<std::size_t> children;  // different ones met so far
  };

  PathTree& tree_;
  std::vector<Open> open_;
};

/// A product standing alone: a file of one record. An element that lists products is none.
bool is_lone_product(const PathTree& tree, std::size_t node) {
  const auto& seen = tree.at(node);
  if (seen.count != 1 || !is_product_word(seen.name)) return false;
  return std::none_of(seen.children.begin(), seen.children.end(), [&](std::size_t child) {
    return tree.at(child).repeats && is_product_word(tree.at(child).name);
  });
}

std::vector<PathCandidate> candidates_of(const PathTree& tree) {
  std::vector<PathCandidate> candidates;
  for (std::size_t node = 1; node < tree.size(); ++node) {
    const auto& seen = tree.at(node);
    const bool lone = is_lone_product(tree, node);
    if (!lone && (!seen.repeats || seen.children.empty())) continue;
    candidates.push_back({node,
                          {.path = base::join(tree.steps(node), "/"),
                           .count = seen.count,
                           .columns = tree.columns_of(node, lone),
                           .reason = {}}});
  }
  if (candidates.empty() && tree.size() > 1 && !tree.at(1).children.empty()) {
    candidates.push_back({1, {.path = tree.at(1).name, .count = 1, .columns = tree.columns_of(1), .reason = {}}});
  }
  return candidates;
}

}  // namespace

base::Result<std::vector<RecordPath>> find_xml_record_paths(std::unique_ptr<ByteSource> text, std::string file,
                                                            std::uint64_t limit) {
  auto limited = std::make_unique<LimitedSource>(std::move(text), limit);
  PathTree tree;
  Survey survey(tree);
  XmlParser parser(std::move(limited), std::move(file), survey);
  const auto done = parser.advance();
  auto ranked = rank_candidates(tree, candidates_of(tree));
  if (!done && ranked.empty()) return base::failure(done.error());
  return ranked;
}

}  // namespace imports
