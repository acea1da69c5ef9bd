#pragma once

#include <memory>
#include <string>

#include "feed_generator/goods.h"
#include "feed_generator/options.h"

namespace feed_generator {

/// How one format writes rows; it only appends to `out`.
class FeedWriter {
 public:
  virtual ~FeedWriter() = default;
  virtual void begin(std::string& out) = 0;
  virtual void row(const Row& row, std::string& out) = 0;
  virtual void end(std::string& out) = 0;
};

std::unique_ptr<FeedWriter> make_feed_writer(const Options& options);

}  // namespace feed_generator
