#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/imports/formats/dialect.h"

namespace imports::sniffing {

/// The format of a text by its first characters; the ending of `name` only breaks ties.
Format guess_text_format(std::string_view text, std::string_view name);

/// The encoding of the bytes and why; an XML declaration is believed where the bytes leave a choice.
struct EncodingChoice {
  std::string name;
  std::string reason;
};
EncodingChoice choose_encoding(std::string_view head, bool complete);

}  // namespace imports::sniffing
