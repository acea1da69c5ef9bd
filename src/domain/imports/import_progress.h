#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "domain/imports/imports_tasks.h"

namespace imports {

/// Turns an import's progress into JSON for people who watch: phase, rows done, total, rate and time left, at most five
/// times a second and at each change of phase.
class ProgressTeller {
 public:
  using Clock = std::chrono::steady_clock;

  ProgressTeller(base::Uuid id, std::string supplier, std::function<void(std::string)> tell)
      : id_(id), supplier_(std::move(supplier)), tell_(std::move(tell)) {}

  void reached(const Progress& progress, Clock::time_point now = Clock::now());

 private:
  std::string text(const Progress& progress, Clock::time_point now) const;

  base::Uuid id_;
  std::string supplier_;
  std::function<void(std::string)> tell_;
  std::optional<Phase> phase_;
  std::uint64_t began_at_ = 0;  ///< what was done when the phase began: an import that goes on begins in the middle
  Clock::time_point phase_began_{}, told_at_{};
};

/// An import's state for people who watch, with its ledger once there is one.
std::string state_json(const ImportState& state);

}  // namespace imports
