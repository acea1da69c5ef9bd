#include "domain/imports/formats/transcoder.h"

#include "domain/imports/formats/encoding.h"

namespace imports {

base::Result<std::unique_ptr<Transcoder>> make_transcoder(std::string_view encoding) {
  ASSIGN_OR_RETURN(const std::string name, canonical_encoding(encoding));
  for (const auto make : {make_unicode_transcoder, make_single_byte_transcoder, make_iconv_transcoder}) {
    if (auto transcoder = make(name)) return transcoder;
  }
  return base::failure(encoding_unknown, "The encoding \"" + name + "\" cannot be read on this machine.",
                       "Save the file as UTF-8 and try again.");
}

}  // namespace imports
