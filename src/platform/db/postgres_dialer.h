#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/postgres_session.h"

namespace platform::db {

/// The numeric addresses of a host as the system's resolver gives them; nothing when it knows none. Takes as long as a
/// name server is silent.
std::optional<std::vector<std::string>> addresses_of(const std::string& host);

struct DialerOptions {
  std::string known_address = {};                ///< where the server answered before; "" for nowhere yet
  std::chrono::milliseconds good_for{30'000};    ///< then the name is looked up again
  std::chrono::milliseconds age_limit{200};      ///< so long a session waits for that before it goes to where it was
  std::chrono::milliseconds doubt_limit{2'000};  ///< so long a failed connection waits to hear of another address
  std::function<std::optional<std::vector<std::string>>(const std::string& host)> look_up = addresses_of;
};

/// Opens sessions of one PostgreSQL database. Where the server answered once the next session goes to without asking
/// for its name: name servers are silent for seconds while containers come and go, and whoever asks them hangs.
/// Thread-safe.
class PostgresDialer {
 public:
  PostgresDialer(std::string database, std::string conninfo, DialerOptions options = {});

  /// Fails with db_unavailable.
  base::Result<std::unique_ptr<PostgresSession>> dial() const;
  /// "" while none is known, and with several hosts or a socket in the URL.
  std::string known_address() const;

 private:
  struct Known;
  base::Result<std::unique_ptr<PostgresSession>> dial_by_name() const;
  std::string address_to_try() const;

  std::string database_, conninfo_;
  std::string host_;  ///< "" when its address is not kept
  DialerOptions options_;
  std::shared_ptr<Known> known_;
};

}  // namespace platform::db
