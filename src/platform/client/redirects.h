#pragma once

#include "platform/client/transfer.h"

namespace platform::client {

/// The answer sends the asker elsewhere.
bool is_redirect(const Download& answer);

/// Turns the exchange into the one the answer leads to. Credentials, cookies and headers of the asker's own stay behind
/// when the host changes. Fails with redirect_refused, url_refused, address_refused.
base::Result<> redirect(Exchange& exchange, const Download& answer, const AddressRules& rules);

}  // namespace platform::client
