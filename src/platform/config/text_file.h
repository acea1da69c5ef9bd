#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace platform::config {

/// The content of a small file; nothing when it cannot be read.
std::optional<std::string> read_text_file(const std::filesystem::path& file);

}  // namespace platform::config
