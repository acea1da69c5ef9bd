#pragma once

#include <string_view>

#include "domain/suppliers/sources.h"

namespace suppliers {

/// The config of an http source in its stored form. Fails with source_invalid and as AddressRules does.
base::Result<std::string> checked_http_config(std::string_view config, const platform::client::AddressRules& rules);
base::Result<> check_http_secret(std::string_view name, std::string_view value);
/// One way to log in, no half of one.
base::Result<> check_http_login(const Source& source);

}  // namespace suppliers
