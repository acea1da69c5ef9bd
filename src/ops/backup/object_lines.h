#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ops/backup/objects.h"

namespace backup {

std::string to_line(const ObjectLine& line);

/// Cuts what is added into lines and hands them on.
class LineCutter {
 public:
  explicit LineCutter(std::function<base::Result<>(const ObjectLine&)> each) : each_(std::move(each)) {}
  base::Result<> add(std::span<const char> bytes);
  /// Fails with damaged when the last line has no end.
  base::Result<> finish() const;

 private:
  std::function<base::Result<>(const ObjectLine&)> each_;
  std::string rest_;
};

}  // namespace backup
