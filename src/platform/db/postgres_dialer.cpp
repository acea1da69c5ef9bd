#include "platform/db/postgres_dialer.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace platform::db {
namespace {

using Clock = std::chrono::steady_clock;

/// The one host whose address may be kept; "" when there are several, a socket, or an address is given already.
std::string only_host(const std::string& conninfo) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(conninfo.c_str(), nullptr),
                                                                             &PQconninfoFree);
  std::string host;
  if (!options) return host;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr || *option->val == '\0') continue;
    const std::string_view keyword = option->keyword;
    if (keyword == "hostaddr") return {};
    if (keyword == "host") host = option->val;
  }
  const bool is_socket = host.starts_with('/') || host.starts_with('@');
  return is_socket || host.find(',') != std::string::npos ? std::string() : host;
}

}  // namespace

std::optional<std::vector<std::string>> addresses_of(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int failed = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(list, &::freeaddrinfo);
  if (failed != 0) return std::nullopt;
  std::vector<std::string> all;
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      all.emplace_back(text.data());
  }
  return all;
}

/// Outlives the dialer for as long as a name server is silent.
struct PostgresDialer::Known {
  std::mutex mutex;
  std::condition_variable looked_up;
  std::string address;
  Clock::time_point as_of;
  bool has_others = false;  // the name leads elsewhere too
  bool is_looking = false;

  void take(std::string now) {
    const std::lock_guard lock(mutex);
    address = std::move(now);
    as_of = Clock::now();
  }

  void note(const std::optional<std::vector<std::string>>& found) {
    const std::lock_guard lock(mutex);
    as_of = Clock::now();
    is_looking = false;
    if (found) {
      const auto same = std::ranges::count(*found, address);
      has_others = static_cast<std::size_t>(same) < found->size();
      if (same == 0) address.clear();
    }
    looked_up.notify_all();
  }

  /// Waits for so long at most. One look at a time; the lock is held when this begins and when it ends.
  static void look_again(const std::shared_ptr<Known>& self, std::unique_lock<std::mutex>& lock,
                         const std::string& host, const DialerOptions& options, std::chrono::milliseconds longest) {
    if (!self->is_looking) {
      try {
        std::thread([self, host, look_up = options.look_up] { self->note(look_up(host)); }).detach();
      } catch (const std::system_error&) {
        return;  // no more threads to be had: what is known has to do until there are
      }
      self->is_looking = true;
    }
    self->looked_up.wait_for(lock, longest, [&self] { return !self->is_looking; });
  }
};

PostgresDialer::PostgresDialer(std::string database, std::string conninfo, DialerOptions options)
    : database_(std::move(database)),
      conninfo_(std::move(conninfo)),
      host_(only_host(conninfo_)),
      options_(std::move(options)),
      known_(std::make_shared<Known>()) {
  known_->take(options_.known_address);
}

std::string PostgresDialer::known_address() const {
  const std::lock_guard lock(known_->mutex);
  return known_->address;
}

base::Result<std::unique_ptr<PostgresSession>> PostgresDialer::dial_by_name() const {
  ASSIGN_OR_RETURN(auto session, PostgresSession::open(database_, conninfo_));
  const char* const address = PQhostaddr(session->handle());
  if (!host_.empty() && address != nullptr) known_->take(address);
  return session;
}

std::string PostgresDialer::address_to_try() const {
  std::unique_lock lock(known_->mutex);
  const bool is_old = !known_->address.empty() && Clock::now() - known_->as_of > options_.good_for;
  if (is_old) Known::look_again(known_, lock, host_, options_, options_.age_limit);
  return known_->address;
}

base::Result<std::unique_ptr<PostgresSession>> PostgresDialer::dial() const {
  const std::string address = address_to_try();
  if (address.empty()) return dial_by_name();
  auto session = PostgresSession::open(database_, conninfo_ + " hostaddr='" + address + "'");
  if (session) return session;
  {
    std::unique_lock lock(known_->mutex);
    Known::look_again(known_, lock, host_, options_, options_.doubt_limit);
    if (known_->address == address && !known_->has_others) return session;
    known_->address.clear();
  }
  return dial_by_name();
}

}  // namespace platform::db
