#pragma once

// What the decoding process tells the one that started it.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/media/image_type.h"

namespace media {

std::string answer_text(const base::Result<ReadImage>& read);

/// Nothing when the text is no whole answer. It is judged like any stranger's: the process may have been taken over by
/// the picture it read.
std::optional<base::Result<ReadImage>> parse_answer(std::string_view text);

}  // namespace media
