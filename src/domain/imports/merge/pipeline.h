#pragma once

#include <cstddef>
#include <exception>
#include <thread>

#include "base/result.h"
#include "domain/imports/merge/bounded_queue.h"

namespace imports {

/// Runs `produce` (given a queue it pushes values to until a push is refused) on a thread of its own while `consume`
/// takes the values on the caller's. The first failure of either ends both; exceptions of the producer reach the
/// caller.
template <class T, class Produce, class Consume>
base::Result<> run_pipeline(std::size_t values_in_flight, const Produce& produce, const Consume& consume) {
  BoundedQueue<T> queue(values_in_flight);
  base::Result<> produced;
  std::exception_ptr thrown;
  std::jthread producer([&] {
    try {
      produced = produce(queue);
    } catch (...) {
      thrown = std::current_exception();
    }
    queue.close();
  });

  base::Result<> consumed;
  try {
    while (auto value = queue.pop()) {
      consumed = consume(*value);
      if (!consumed) break;
    }
  } catch (...) {
    queue.close();  // or the producer would wait for room for ever
    throw;
  }
  queue.close();
  producer.join();
  if (thrown) std::rethrow_exception(thrown);
  RETURN_IF_FAILED(consumed);
  return produced;
}

}  // namespace imports
