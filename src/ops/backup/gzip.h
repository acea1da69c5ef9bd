#pragma once

#include <memory>

#include "base/result.h"
#include "platform/storage/storage_types.h"

namespace backup {

using platform::storage::ByteSink;

/// Packs what is added (gzip) and hands it on.
class Packing {
 public:
  explicit Packing(ByteSink sink);
  Packing(const Packing&) = delete;
  Packing& operator=(const Packing&) = delete;
  ~Packing();
  base::Result<> add(std::span<const char> bytes);
  base::Result<> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The way back. Fails with damaged.
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
