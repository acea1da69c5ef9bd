#include "domain/imports/merge/duplicate_finder.h"

#include <xxhash.h>

#include <tuple>

#include "domain/imports/merge/external_sorter.h"

namespace imports {
namespace {

constexpr std::size_t run_length = 1U << 20U;  // 40 MB of keys, then the disk

/// `rank` sorts the row that speaks to the front of its reference: the row number, inverted when the last row speaks.
struct Key {
  std::uint64_t high, low, rank, content;
  bool same_reference(const Key& other) const { return high == other.high && low == other.low; }
};
struct ByReference {
  bool operator()(const Key& a, const Key& b) const {
    return std::tie(a.high, a.low, a.rank) < std::tie(b.high, b.low, b.rank);
  }
};
struct ByRow {
  bool operator()(const DuplicateVerdict& a, const DuplicateVerdict& b) const { return a.row < b.row; }
};

}  // namespace

std::uint64_t content_hash(const Record& record) {
  std::uint64_t hash = 0;
  for (const std::string_view field : record.fields) hash = XXH3_64bits_withSeed(field.data(), field.size(), hash + 1);
  return hash;
}

struct DuplicateFinder::State {
  DuplicatePolicy policy;
  ExternalSorter<Key, ByReference> keys{run_length};
  ExternalSorter<DuplicateVerdict, ByRow> verdicts{run_length};
  DuplicateVerdict next{};
  bool has_next = false;

  /// Row number to rank and back.
  std::uint64_t turned(std::uint64_t row) const { return policy == DuplicatePolicy::last ? ~row : row; }
  base::Result<> advance() {
    ASSIGN_OR_RETURN(has_next, verdicts.next(next));
    return {};
  }
};

DuplicateFinder::DuplicateFinder(DuplicatePolicy policy) : state_(std::make_unique<State>()) {
  state_->policy = policy;
}
DuplicateFinder::~DuplicateFinder() = default;
DuplicateFinder::DuplicateFinder(DuplicateFinder&&) noexcept = default;
DuplicateFinder& DuplicateFinder::operator=(DuplicateFinder&&) noexcept = default;

base::Result<> DuplicateFinder::add(std::string_view sku, std::uint64_t row, std::uint64_t content) {
  const XXH128_hash_t hash = XXH3_128bits(sku.data(), sku.size());
  return state_->keys.add({hash.high64, hash.low64, state_->turned(row), content});
}

base::Result<> DuplicateFinder::finish() {
  RETURN_IF_FAILED(state_->keys.finish());
  Key speaker{};
  Key key{};
  bool any = false;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, state_->keys.next(key));
    if (!more) break;
    if (any && key.same_reference(speaker)) {
      RETURN_IF_FAILED(state_->verdicts.add(
          {state_->turned(key.rank), state_->turned(speaker.rank), key.content == speaker.content}));
    } else {
      speaker = key;
      any = true;
    }
  }
  RETURN_IF_FAILED(state_->verdicts.finish());
  return state_->advance();
}

base::Result<std::optional<DuplicateVerdict>> DuplicateFinder::verdict(std::uint64_t row) {
  while (state_->has_next && state_->next.row < row) RETURN_IF_FAILED(state_->advance());
  if (!state_->has_next || state_->next.row != row) return std::optional<DuplicateVerdict>{};
  return std::optional(state_->next);
}

}  // namespace imports
