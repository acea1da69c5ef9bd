#pragma once

#include <memory>
#include <vector>

#include "ops/backup/scratch.h"

namespace backup {

/// Puts restored databases in the place of the live ones, all or none: what was exchanged is put back unless finish()
/// is reached.
class Exchange {
 public:
  Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();

  base::Result<> add(const Source& live, std::unique_ptr<Scratch> scratch);
  /// The new ones stay; those they replaced are removed.
  void finish();

 private:
  struct Pair {
    Source live;
    std::string name, before;
    bool is_sqlite = false;
    std::unique_ptr<Scratch> scratch;
  };
  static base::Result<> put_back(const Pair& pair);
  static void drop_replaced(const Pair& pair);

  std::vector<Pair> done_;
};

}  // namespace backup
