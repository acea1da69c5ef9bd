#include "domain/imports/transform/closest.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace imports {

namespace {

// Edits (letters added, dropped or changed) that turn one word into the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, diagonal + 1, changed});
    }
  }
  return row.back();
}

template <class Words>
std::string_view find_closest(std::string_view word, const Words& candidates) {
  const auto wanted = base::fold(base::utf8_prefix(word, 60));
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, wanted.size() / 2);
  for (const auto& candidate : candidates) {
    const auto folded = base::fold(base::utf8_prefix(candidate, 60));
    const bool contains = wanted.size() > 2 && folded.size() > 2 &&
                          (folded.find(wanted) != std::string::npos || wanted.find(folded) != std::string::npos);
    const auto edits = contains ? std::size_t{1} : distance(wanted, folded);
    if (edits < best_distance || (edits == 0 && best.empty())) {
      best_distance = edits;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

std::string_view closest(std::string_view word, std::span<const std::string_view> candidates) {
  return find_closest(word, candidates);
}

std::string_view closest(std::string_view word, const std::vector<std::string>& candidates) {
  return find_closest(word, candidates);
}

}  // namespace imports
