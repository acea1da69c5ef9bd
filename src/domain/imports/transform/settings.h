#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/imports/transform/transform.h"

namespace imports {

/// The failure for a setting whose value is not allowed; its place's field is the setting's name.
base::Problem wrong_setting(const TransformSpec& spec, std::string_view key, std::string_view allowed);

/// A whole number between `lowest` and `highest`.
base::Result<std::int64_t> whole_setting(const TransformSpec& spec, std::string_view key, std::int64_t lowest,
                                         std::int64_t highest, std::int64_t otherwise);
/// "true" or "false".
base::Result<bool> flag_setting(const TransformSpec& spec, std::string_view key, bool otherwise);
/// A number with at most nine decimals, as an integer of 1/1'000'000'000.
base::Result<std::int64_t> billionths_setting(const TransformSpec& spec, std::string_view key);
/// The settings "decimal" and "thousands"; a point and none when they are absent.
base::Result<NumberStyle> style_settings(const TransformSpec& spec);

}  // namespace imports
