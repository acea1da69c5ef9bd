#include "domain/imports/formats/record_path.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/json_reader.h"
#include "domain/imports/formats/xml_reader.h"

namespace imports {
namespace {

constexpr std::size_t max_nodes = 50'000;

constexpr std::array<std::string_view, 29> product_words = {
    "product",  "products", "produit",   "produits",       "produkt",      "produkte", "producto", "productos",
    "prodotto", "prodotti", "item",      "items",          "offer",        "offers",   "article",  "articles",
    "artikel",  "articulo", "articulos", "articolo",       "articoli",     "entry",    "entries",  "record",
    "records",  "row",      "rows",      "cataloguelines", "catalogueline"};
constexpr std::array<std::string_view, 6> product_endings = {"product", "produit", "item",
                                                             "offer",   "article", "artikel"};

// How much a sign of being the record, or of not being it, weighs.
constexpr double product_word_weight = 4;
constexpr double inside_another_weight = 0.3;
constexpr double column_weight = 1.5;  // exponent: a record is known by its columns more than by its number

bool is_candidate_above(const PathTree& tree, const PathCandidate& outer, std::size_t node) {
  for (auto at = node; at != PathTree::root;) {
    at = tree.at(at).parent;
    if (at == outer.node) return outer.found.count > 1 || is_product_word(tree.at(outer.node).name);
  }
  return false;
}

double score_of(const PathTree& tree, const std::vector<PathCandidate>& all, const PathCandidate& candidate) {
  const auto& found = candidate.found;
  double score = std::log2(1.0 + static_cast<double>(found.count)) *
                 std::pow(static_cast<double>(found.columns), column_weight) * candidate.weight;
  if (is_product_word(tree.at(candidate.node).name)) score *= product_word_weight;
  for (const auto& outer : all) {
    if (outer.node != candidate.node && is_candidate_above(tree, outer, candidate.node)) score *= inside_another_weight;
  }
  return score;
}

std::string reason_for(const RecordPath& found) {
  const std::string place = found.path.empty() ? "the top level" : "“" + found.path + "”";
  const std::string columns = base::group_thousands(found.columns) + (found.columns == 1 ? " column" : " columns");
  if (found.count == 1) return place + " holds one record with " + columns;
  return place + " repeats " + base::group_thousands(found.count) + " times with " + columns;
}

}  // namespace

PathTree::PathTree() {
  nodes_.emplace_back();
}

std::size_t PathTree::child(std::size_t parent, std::string_view name) {
  const bool full = nodes_.size() >= max_nodes;
  std::pair<std::size_t, std::string> key(parent, name);
  if (const auto found = index_.find(key); found != index_.end()) return found->second;
  if (full) {
    key = {root, std::string{}};
    if (const auto found = index_.find(key); found != index_.end()) return found->second;
  }
  const auto node = nodes_.size();
  nodes_.push_back({.name = key.second, .parent = key.first, .children = {}});
  if (!full) nodes_[key.first].children.push_back(node);
  index_.emplace(std::move(key), node);
  return node;
}

std::vector<std::string> PathTree::steps(std::size_t node) const {
  std::vector<std::string> names;
  for (; node != root; node = nodes_[node].parent) names.push_back(nodes_[node].name);
  std::reverse(names.begin(), names.end());
  return names;
}

std::size_t PathTree::columns_of(std::size_t node, bool with_lists) const {
  std::size_t columns = nodes_[node].has_value ? 1 : 0;
  std::vector<std::size_t> open = nodes_[node].children;
  while (!open.empty()) {
    const auto& next = nodes_[open.back()];
    open.pop_back();
    if (next.repeats && !next.children.empty() && !with_lists) continue;
    if (next.has_value) ++columns;
    open.insert(open.end(), next.children.begin(), next.children.end());
  }
  return columns;
}

base::Result<std::size_t> LimitedSource::read(std::span<char> buffer) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), left_));
  if (wanted == 0) return std::size_t{0};
  ASSIGN_OR_RETURN(const auto count, source_->read(buffer.first(wanted)));
  left_ -= count;
  return count;
}

std::vector<RecordPath> rank_candidates(const PathTree& tree, std::vector<PathCandidate> candidates) {
  constexpr std::size_t compared = 200;  // ranking compares each with each
  if (candidates.size() > compared) {
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.found.columns > b.found.columns; });
    candidates.resize(compared);
  }
  std::vector<RecordPath> ranked;
  for (const auto& candidate : candidates) {
    auto& found = ranked.emplace_back(candidate.found);
    found.depth = tree.steps(candidate.node).size();
    found.score = score_of(tree, candidates, candidate);
    found.reason = reason_for(found);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return ranked;
}

bool is_product_word(std::string_view name) {
  const auto word = base::to_lower_ascii(name.substr(name.rfind(':') + 1));
  return std::find(product_words.begin(), product_words.end(), word) != product_words.end() ||
         std::any_of(product_endings.begin(), product_endings.end(),
                     [&](std::string_view ending) { return word.ends_with(ending); });
}

base::Result<std::vector<RecordPath>> find_record_paths(const std::filesystem::path& path, const Dialect& dialect) {
  ASSIGN_OR_RETURN(auto text, open_decoded(path, dialect));
  auto file = shown_name(path, dialect);
  if (dialect.format == Format::xml) return find_xml_record_paths(std::move(text), std::move(file));
  return find_json_record_paths(std::move(text), std::move(file));
}

}  // namespace imports
