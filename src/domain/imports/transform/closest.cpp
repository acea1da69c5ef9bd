#include "domain/imports/transform/closest.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/text.h"

namespace imports {

namespace {

template <class Words>
std::string_view find_closest(std::string_view word, const Words& candidates) {
  const auto wanted = base::fold(base::utf8_prefix(word, 60));
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(2, wanted.size() / 2);
  for (const auto& candidate : candidates) {
    const auto folded = base::fold(base::utf8_prefix(candidate, 60));
    const bool contains = wanted.size() > 2 && folded.size() > 2 &&
                          (folded.find(wanted) != std::string::npos || wanted.find(folded) != std::string::npos);
    const auto edits = contains ? std::size_t{1} : base::edit_distance(wanted, folded);
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
