#pragma once

#include <memory>
#include <string>

#include "domain/imports/formats/byte_source.h"

namespace imports {

/// Gunzips a stream: all members, one after another; zero padding and other bytes after the last member are ignored.
/// `file` names it in problems. Reading fails with archive_damaged (with the byte in the compressed file) and
/// archive_bomb.
std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> compressed, std::string file);

}  // namespace imports
