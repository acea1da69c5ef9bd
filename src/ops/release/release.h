#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/timestamp.h"
#include "base/uuid.h"

namespace ops::release {

enum class Kind : std::uint8_t { release, rollback };
std::string_view to_string(Kind kind);
Kind kind_named(std::string_view name);

/// Where a release stands. `running` and `returning` are those somebody is at, or was when he was cut off.
enum class ReleaseState : std::uint8_t { running, returning, finished, returned, refused, failed };
std::string_view to_string(ReleaseState state);
ReleaseState state_named(std::string_view name);

/// One attempt to bring another version to work.
struct Release {
  base::Uuid id;
  Kind kind = Kind::release;
  std::string project;   ///< of the containers, as Compose calls it
  std::string version;   ///< the image tag released
  std::string previous;  ///< the one that worked before
  ReleaseState state = ReleaseState::running;
  std::string started_by;
  base::Timestamp started_at;
  std::optional<base::Timestamp> ended_at{};
  std::string reason{};          ///< why it was returned, refused or failed
  std::string without_backup{};  ///< the reason given for releasing without one
  std::string contract_after{};  ///< the first version that can live with the schema it left; "" for any
  std::string plan{};            ///< JSON of the Plan

  bool is_open() const { return state == ReleaseState::running || state == ReleaseState::returning; }
};

/// One step of a release, as it is kept and as it is told.
struct Step {
  int number = 0;
  std::string name;
  std::string state = "running";  ///< running, done, failed
  std::string detail{};
  base::Timestamp started_at{};
  std::optional<base::Timestamp> ended_at{};
};

/// "1.10.2" is newer than "1.9": by their leading numbers. False when either has none.
bool is_older(std::string_view version, std::string_view than);
bool begins_with_number(std::string_view version);
/// Fails with version_invalid for what cannot be an image's tag, and for "latest", which names no version.
base::Result<> check_version(std::string_view version);

inline constexpr base::ProblemKind version_invalid{"usage.version", "Not a version to release", 400,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind release_locked{"release.locked", "Another release is at work", 409,
                                                  base::LogLevel::warning};
inline constexpr base::ProblemKind release_refused{"release.refused", "Release was refused", 409,
                                                   base::LogLevel::warning};
inline constexpr base::ProblemKind nothing_to_release{"release.nothing", "Nothing to release", 409,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind version_broken{"release.broken_version", "The new version does not work", 500,
                                                  base::LogLevel::error};
inline constexpr base::ProblemKind stack_unknown{"release.stack", "No running installation was found", 404,
                                                 base::LogLevel::error};
inline constexpr base::ProblemKind contract_too_early{"release.contract", "Schema would lose what is still in use", 409,
                                                      base::LogLevel::error};

}  // namespace ops::release
