#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "domain/imports/formats/byte_source.h"
#include "domain/imports/formats/dialect.h"

namespace imports {

/// A place of a JSON or XML document where its records may be.
struct RecordPath {
  std::string path;         ///< as Dialect::record_path takes it
  std::uint64_t count = 0;  ///< records seen there in the sample
  std::size_t columns = 0;  ///< different columns of one record, as a rule without lists inside it
  std::size_t depth = 0;    ///< steps of the path
  double score = 0;         ///< comparable within one document only
  std::string reason;       ///< "“products” repeats 100 times with 84 columns"
};

/// How much of a document is looked at for its record paths.
inline constexpr std::uint64_t record_path_sample = 4U << 20U;

/// Where the file's beginning suggests its records are, best first (Dialect::format json or xml; the record path in
/// `dialect` is not looked at). Empty when nothing in it could be a record.
base::Result<std::vector<RecordPath>> find_record_paths(const std::filesystem::path& path, const Dialect& dialect);

/// What was seen of a document's structure: one node for each place, however often it occurs.
class PathTree {
 public:
  struct Node {
    std::string name;
    std::size_t parent = 0;
    std::uint64_t count = 0;  ///< how often it occurs
    bool repeats = false;     ///< several stand side by side
    bool has_value = false;   ///< plain text was seen in it
    bool is_object = false;   ///< JSON: an object was seen in it
    std::vector<std::size_t> children;
  };

  static constexpr std::size_t root = 0;

  PathTree();
  /// The node called `name` below `parent`. Beyond a bound of nodes, one nameless node stands for all further ones.
  std::size_t child(std::size_t parent, std::string_view name);
  Node& at(std::size_t node) { return nodes_[node]; }
  const Node& at(std::size_t node) const { return nodes_[node]; }
  std::size_t size() const { return nodes_.size(); }
  /// The names from the root's child to `node`.
  std::vector<std::string> steps(std::size_t node) const;
  /// Different plain columns of a record at `node`; those of lists inside it count only when asked for.
  std::size_t columns_of(std::size_t node, bool with_lists = false) const;

 private:
  std::deque<Node> nodes_;
  std::map<std::pair<std::size_t, std::string>, std::size_t, std::less<>> index_;
};

/// Passes on the first bytes of a source and then ends.
class LimitedSource final : public ByteSource {
 public:
  LimitedSource(std::unique_ptr<ByteSource> source, std::uint64_t limit) : source_(std::move(source)), left_(limit) {}
  base::Result<std::size_t> read(std::span<char> buffer) override;
  /// Whether the limit was reached, so that the text may go on.
  bool cut() const { return left_ == 0; }

 private:
  std::unique_ptr<ByteSource> source_;
  std::uint64_t left_;
};

/// A node that may be the record, for rank_candidates.
struct PathCandidate {
  std::size_t node;
  RecordPath found;   ///< path, count and columns; the rest is filled in by ranking
  double weight = 1;  ///< below 1 for a last resort
};

/// Scores the candidates and sorts them, best first.
std::vector<RecordPath> rank_candidates(const PathTree& tree, std::vector<PathCandidate> candidates);

/// Whether an element or member of this name holds products as a rule ("product", "offer", "g:item", "SHOPITEM").
bool is_product_word(std::string_view name);

}  // namespace imports
