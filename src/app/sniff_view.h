#pragma once

#include <string>

#include "domain/imports/sniff/sniff.h"

namespace app {

/// What a file seems to be, for people and as one JSON object.
std::string sniff_text(const std::string& file, const imports::Sniffed& sniffed);
std::string sniff_json(const std::string& file, const imports::Sniffed& sniffed);

}  // namespace app
