#pragma once

#include <utility>
#include <vector>

#include "domain/identity/audit.h"

namespace identity {

/// A page of `limit` items out of a list that holds one more when there is a next page.
template <class T>
Page<T> page_of(std::vector<T> items, std::size_t limit) {
  Page<T> page{std::move(items), {}};
  if (page.items.size() > limit) {
    page.items.resize(limit);
    page.next = page.items.back().id;
  }
  return page;
}

}  // namespace identity
