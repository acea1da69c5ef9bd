#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <string>
#include <vector>

namespace test {

/// Eight threads that do it ten times each, with a text of its own each time; whether all of that succeeded.
template <class Work>
bool all_succeed_at_once(const Work& work) {
  std::vector<std::future<bool>> workers;
  for (int worker = 0; worker < 8; ++worker) {
    workers.push_back(std::async(std::launch::async, [&work, worker] {
      bool all = true;
      for (int turn = 0; turn < 10; ++turn) all = work(fmt::format("Worker {}, {}", worker, turn)).has_value() && all;
      return all;
    }));
  }
  return std::ranges::count_if(workers, [](auto& worker) { return !worker.get(); }) == 0;
}

}  // namespace test
