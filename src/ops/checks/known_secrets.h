#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/config/settings.h"

namespace ops {

/// The secrets of this installation, to be found wherever they may have got to.
class KnownSecrets {
 public:
  KnownSecrets() = default;
  explicit KnownSecrets(const platform::config::Settings& settings);

  /// `text` with each of them replaced by stars, as it is and as it stands in URLs and JSON.
  std::string without(std::string_view text) const;

 private:
  void add(std::string_view secret);
  std::vector<std::string> secrets_;  // the longest first: one may be a part of another
};

}  // namespace ops
