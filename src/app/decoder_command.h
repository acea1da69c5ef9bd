#pragma once

#include <string_view>

namespace app {

/// The program started with this word alone reads a picture from its input and answers with thumbnails. It is started
/// by workers only, with limits on memory and time and without settings, so it is no command for people.
inline constexpr std::string_view decoder_command = "media-decoder";

}  // namespace app
