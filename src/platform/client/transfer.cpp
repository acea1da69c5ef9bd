#include "platform/client/transfer.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <exception>

#include "base/text.h"

namespace platform::client {
namespace {

constexpr std::size_t longest_head = 64U << 10U;
constexpr std::uint64_t unwanted_kept = 64U << 10U;  // read to its end for the connection's sake; cut when longer

/// What the library's callbacks work on. Nothing thrown may pass through the library: it waits here.
struct Receiver {
  const AddressRules& rules;
  const Exchange& exchange;
  const HeadJudge& judge;
  const BodySink& sink;
  CURL* handle = nullptr;

  Download answer{};
  std::size_t head_bytes = 0;
  std::uint64_t unwanted = 0;
  bool has_head = false, is_wanted = true, is_cut = false;
  std::optional<base::Problem> problem{};
  std::exception_ptr thrown{};

  /// Runs `work`; false when it fails or throws.
  template <class F>
  bool guarded(F work) {
    try {
      auto done = work();
      if (done) return true;
      problem = std::move(done).error();
    } catch (...) {
      thrown = std::current_exception();
    }
    return false;
  }

  base::Result<> take_head_line(std::string_view line);
  base::Result<> end_head();
  base::Result<> take_body(std::span<const char> bytes);
};

std::string host_of(const Exchange& exchange) {
  return '"' + exchange.url.host + '"';
}

base::Result<> check_size(const Exchange& exchange, std::uint64_t bytes) {
  if (bytes <= exchange.max_bytes) return {};
  return base::failure(answer_too_large,
                       "The answer of " + host_of(exchange) + " is larger than the " +
                           base::group_thousands(exchange.max_bytes) + " bytes allowed.",
                       "Check that the address is that of the file you expect.");
}

base::Result<> Receiver::take_head_line(std::string_view line) {
  head_bytes += line.size();
  if (head_bytes > longest_head) {
    return base::failure(answer_too_large, "The headers " + host_of(exchange) + " answers with never end.",
                         "Check that the address is right, or ask the operator of that server.");
  }
  if (has_head) return {};  // trailers
  const std::string_view trimmed = base::trim(line);
  if (trimmed.empty()) return end_head();
  if (trimmed.starts_with("HTTP/")) {
    answer.headers.clear();
    return {};
  }
  const std::size_t colon = trimmed.find(':');
  if (colon == std::string_view::npos) return {};
  answer.headers.emplace_back(base::to_lower_ascii(trimmed.substr(0, colon)), base::trim(trimmed.substr(colon + 1)));
  return {};
}

base::Result<> Receiver::end_head() {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (status < 200) return {};
  has_head = true;
  answer.status = static_cast<int>(status);
  ASSIGN_OR_RETURN(is_wanted, judge(answer));
  curl_off_t announced = -1;
  curl_easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
  if (is_wanted && exchange.method != "HEAD" && announced > 0)
    return check_size(exchange, static_cast<std::uint64_t>(announced));
  return {};
}

base::Result<> Receiver::take_body(std::span<const char> bytes) {
  RETURN_IF_FAILED(check_size(exchange, answer.bytes + bytes.size()));
  answer.bytes += bytes.size();
  return sink(bytes);
}

std::size_t on_head(char* data, std::size_t size, std::size_t count, void* receiver) {
  auto& self = *static_cast<Receiver*>(receiver);
  return self.guarded([&] { return self.take_head_line({data, size * count}); }) ? size * count : 0;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* receiver) {
  auto& self = *static_cast<Receiver*>(receiver);
  const std::size_t bytes = size * count;
  if (!self.is_wanted) {
    self.unwanted += bytes;
    self.is_cut = self.unwanted > unwanted_kept;
    return self.is_cut ? 0 : bytes;
  }
  return self.guarded([&] { return self.take_body({data, bytes}); }) ? bytes : 0;
}

int on_progress(void* receiver, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& self = *static_cast<Receiver*>(receiver);
  const bool goes_on = self.guarded([&]() -> base::Result<> {
    if (!self.exchange.should_stop()) return {};
    return base::failure(request_stopped, "The request to " + host_of(self.exchange) + " was stopped.",
                         "Start it again when it is wanted.");
  });
  return goes_on ? 0 : 1;
}

std::optional<IpAddress> address_of(const curl_sockaddr& socket_address) {
  IpAddress address;
  if (socket_address.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &socket_address.addr, sizeof v4);
    std::memcpy(address.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
    return address;
  }
  if (socket_address.family != AF_INET6 || socket_address.addrlen < sizeof(sockaddr_in6)) return std::nullopt;
  // The library's struct ends in a plain sockaddr, behind which the longer address goes on.
  sockaddr_in6 v6{};
  std::memcpy(&v6, reinterpret_cast<const char*>(&socket_address) + offsetof(curl_sockaddr, addr), sizeof v6);
  address.is_v6 = true;
  std::memcpy(address.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
  return address;
}

/// The last moment before a connection: here the address is what it is, whatever a name server said before.
curl_socket_t on_open(void* receiver, curlsocktype, curl_sockaddr* socket_address) {
  auto& self = *static_cast<Receiver*>(receiver);
  const bool is_allowed = self.guarded([&]() -> base::Result<> {
    const auto address = address_of(*socket_address);
    if (address) return self.rules.check(*address, self.exchange.url.host);
    return base::failure(address_refused, "The host " + host_of(self.exchange) + " has no internet address.",
                         "Give an address on the internet.");
  });
  if (!is_allowed) return CURL_SOCKET_BAD;
  return ::socket(socket_address->family, socket_address->socktype | SOCK_CLOEXEC, socket_address->protocol);
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

List header_list(const Exchange& exchange) {
  List list;
  append(list, "Expect:");
  bool has_type = false, has_agent = false;
  for (const auto& [name, value] : exchange.headers) {
    const std::string lower = base::to_lower_ascii(name);
    has_type = has_type || lower == "content-type";
    has_agent = has_agent || lower == "user-agent";
    append(list, value.empty() ? name + ";" : name + ": " + value);
  }
  if (!has_type) append(list, "Content-Type:");
  if (!has_agent) append(list, "User-Agent: Suppliers-Import");
  return list;
}

void set_method(CURL* handle, const Exchange& exchange) {
  if (exchange.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    return;
  }
  if (!exchange.body.empty() || exchange.method == "POST") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(exchange.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, exchange.body.data());
  }
  if (exchange.method != "GET" && exchange.method != "POST") {
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, exchange.method.c_str());
  }
}

void set_limits(CURL* handle, const HttpTimeouts& timeouts) {
  const auto total = timeouts.total.count();
  const auto connect = total > 0 ? std::min(timeouts.connect.count(), total) : timeouts.connect.count();
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(total));
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(timeouts.slowest_rate));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(timeouts.stalled_after.count()));
}

/// Nothing of the environment has a say: no proxies, no signals, no other protocols.
void set_rules(CURL* handle, Receiver& receiver) {
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &on_open);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &receiver);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_head);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &receiver);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &receiver);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, receiver.exchange.should_stop ? 0L : 1L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &receiver);
}

void set_credentials(CURL* handle, const Exchange& exchange) {
  if (exchange.user.empty()) return;
  curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
  curl_easy_setopt(handle, CURLOPT_USERNAME, exchange.user.c_str());
  curl_easy_setopt(handle, CURLOPT_PASSWORD, exchange.password.c_str());
}

}  // namespace

Handle make_handle() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);  // once a process
  Handle handle(ready == CURLE_OK ? curl_easy_init() : nullptr);
  if (!handle) throw std::runtime_error("libcurl cannot be set up");
  return handle;
}

base::Result<Download> transfer(const Handle& handle, const AddressRules& rules, const Exchange& exchange,
                                const HeadJudge& judge, const BodySink& sink) {
  Receiver receiver{rules, exchange, judge, sink, handle.get()};
  std::array<char, CURL_ERROR_SIZE> detail{};
  const List headers = header_list(exchange);
  curl_easy_reset(handle.get());
  set_rules(handle.get(), receiver);
  set_limits(handle.get(), exchange.timeouts);
  set_credentials(handle.get(), exchange);
  set_method(handle.get(), exchange);
  curl_easy_setopt(handle.get(), CURLOPT_URL, exchange.url.text.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, detail.data());
  const CURLcode code = curl_easy_perform(handle.get());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, nullptr);
  if (receiver.thrown) std::rethrow_exception(receiver.thrown);
  if (code == CURLE_OK || receiver.is_cut) return std::move(receiver.answer);
  // Of several addresses one may be refused and another fail: the refusal is what explains it.
  if (receiver.problem) return base::failure(*std::move(receiver.problem));
  curl_off_t connected = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_CONNECT_TIME_T, &connected);
  return base::failure(transfer_problem(code, detail.data(), exchange, connected > 0, receiver.answer.bytes));
}

}  // namespace platform::client
