#pragma once

#include <string>
#include <string_view>

namespace platform::http {

/// The value of Content-Disposition that makes a browser keep the answer as a file of this name, whatever is in it: no
/// path, quote or control character reaches the header, and names beyond ASCII are given as RFC 6266 says.
std::string attachment(std::string_view file_name);

}  // namespace platform::http
