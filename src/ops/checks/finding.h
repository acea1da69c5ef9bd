#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"

namespace ops {

/// How something was found. The worst of several is the greatest.
enum class State : std::uint8_t { ok, warning, failed };
std::string_view to_string(State state);

/// What one look at an installation found, and what to do about it.
struct Finding {
  std::string area;  ///< "database catalog", "disk", "certificate"
  State state = State::ok;
  std::string found{};  ///< names the thing and the value
  std::string cure{};   ///< "" when all is well
  std::chrono::milliseconds time{};
};
using Findings = std::vector<Finding>;

Finding fine(std::string area, std::string found);
Finding worrying(std::string area, std::string found, std::string cure);
Finding failing(std::string area, std::string found, std::string cure);

/// The worst state among them; ok when there are none.
State worst_of(const Findings& findings);

/// {"status", "ok", "warnings", "failed", "findings": [...]}
void write_findings(base::JsonWriter& out, std::string_view name, const Findings& findings);

}  // namespace ops
