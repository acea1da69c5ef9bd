#pragma once

#include <string>
#include <vector>

#include "ops/release/releaser.h"

namespace app {

std::string outcome_text(const ops::release::Outcome& outcome);
std::string outcome_json(const ops::release::Outcome& outcome);
std::string preview_text(const ops::release::Preview& preview);
std::string preview_json(const ops::release::Preview& preview);
std::string releases_text(const std::vector<ops::release::Release>& releases);
std::string releases_json(const std::vector<ops::release::Release>& releases);

/// Numbered steps as they begin and end, on standard error. Silent for programs.
class ReleaseProgress {
 public:
  explicit ReleaseProgress(bool json);
  void show(const ops::release::Step& step, int of);

 private:
  bool silent_, live_;
};

}  // namespace app
