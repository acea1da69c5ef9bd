#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "domain/imports/formats/byte_source.h"

namespace test {

/// Gives its bytes at most `at_once` at a time, like a slow pipe.
class TrickleSource final : public imports::ByteSource {
 public:
  TrickleSource(std::string bytes, std::size_t at_once) : bytes_(std::move(bytes)), at_once_(at_once) {}

  base::Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = bytes_.copy(buffer.data(), std::min(buffer.size(), at_once_), given_);
    given_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t at_once_;
  std::size_t given_ = 0;
};

inline std::unique_ptr<imports::ByteSource> trickle(std::string bytes, std::size_t at_once) {
  return std::make_unique<TrickleSource>(std::move(bytes), at_once);
}

}  // namespace test
