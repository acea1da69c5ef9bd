#pragma once

#include <memory>

#include "base/result.h"
#include "platform/storage/storage_types.h"

namespace backup {

using platform::storage::ByteSink;

/// Unpacks what is added (gzip) and hands it on. Fails with damaged.
class Unpacking {
 public:
  explicit Unpacking(ByteSink sink);
  Unpacking(const Unpacking&) = delete;
  Unpacking& operator=(const Unpacking&) = delete;
  ~Unpacking();
  base::Result<> add(std::span<const char> bytes);
  base::Result<> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace backup
