#include "ops/checks/wire.h"

#include <curl/curl.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <new>
#include <utility>

namespace ops {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_answer = 1U << 20U;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

std::optional<base::Timestamp> end_of_certificate(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                       &BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free);
  int days = 0, seconds = 0;
  if (!certificate || ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate.get())) != 1) {
    return std::nullopt;
  }
  return base::Timestamp::now() + std::chrono::hours(24) * days + std::chrono::seconds(seconds);
}

}  // namespace

struct Wire::State {
  explicit State(const WireOptions& given)
      : options(given), handle(curl_easy_init()), deadline(Clock::now() + given.longest) {
    if (handle == nullptr) throw std::bad_alloc();
  }

  std::string peer() const { return options.host + ":" + options.port; }
  tl::unexpected<base::Problem> failed(const std::string& why) const {
    return base::failure(wire_failed, peer() + " " + why + ".",
                         "Check host and port, that the service is at work, and that no firewall is in between.");
  }
  void set_up();
  base::Result<> connect();
  /// False when nothing happens before the deadline.
  bool waits_for(short event) const;

  const WireOptions options;
  std::unique_ptr<CURL, FreeHandle> handle;
  const Clock::time_point deadline;
  std::array<char, CURL_ERROR_SIZE> detail{};
  std::string unread;
};

void Wire::State::set_up() {
  CURL* const curl = handle.get();
  const std::string host = options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]";
  const std::string url = (options.has_tls ? "https://" : "http://") + host + ":" + options.port;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options.longest.count()));
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, options.is_verified ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, options.is_verified ? 2L : 0L);
  if (!options.authority.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.authority.c_str());
  if (options.has_tls) curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail.data());
}

base::Result<> Wire::State::connect() {
  set_up();
  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_OK) return {};
  const std::string said = detail.front() != '\0' ? detail.data() : curl_easy_strerror(code);
  if (code == CURLE_PEER_FAILED_VERIFICATION) {
    return base::failure(
        wire_tls_failed, "The certificate of " + peer() + " is not accepted: " + said + ".",
        "Give it a certificate that is valid, made out for this name, and signed by a known authority.");
  }
  if (code == CURLE_SSL_CONNECT_ERROR) {
    return base::failure(wire_tls_failed, "No encrypted connection to " + peer() + " was made: " + said + ".",
                         "Check that this port speaks TLS.");
  }
  if (code == CURLE_COULDNT_RESOLVE_HOST) return failed("cannot be reached: the name is not known");
  return failed("cannot be reached: " + said);
}

bool Wire::State::waits_for(short event) const {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle.get(), CURLINFO_ACTIVESOCKET, &socket);
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  if (left <= 0 || socket == CURL_SOCKET_BAD) return false;
  pollfd one{socket, event, 0};
  // Interrupted or not: the caller asks again, and the deadline stays.
  return ::poll(&one, 1, static_cast<int>(left)) != 0;
}

Wire::Wire(std::unique_ptr<State> state) : state_(std::move(state)) {}
Wire::Wire(Wire&&) noexcept = default;
Wire::~Wire() = default;

void outlive_hang_ups() {
  std::signal(SIGPIPE, SIG_IGN);
}

base::Result<Wire> Wire::open(const WireOptions& options) {
  outlive_hang_ups();
  auto state = std::make_unique<State>(options);
  RETURN_IF_FAILED(state->connect());
  return Wire(std::move(state));
}

base::Result<> Wire::send(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const CURLcode code = curl_easy_send(state_->handle.get(), bytes.data(), bytes.size(), &sent);
    if (code != CURLE_OK && code != CURLE_AGAIN) return state_->failed("closed the connection");
    bytes.remove_prefix(code == CURLE_OK ? sent : 0);
    if (code == CURLE_AGAIN && !state_->waits_for(POLLOUT)) return state_->failed("takes nothing more");
  }
  return {};
}

base::Result<std::string> Wire::receive(const std::function<bool(std::string_view)>& is_whole) {
  std::string answer;
  std::array<char, 4096> piece{};
  while (!is_whole(answer)) {
    if (answer.size() > longest_answer) return state_->failed("answers without an end");
    std::size_t got = 0;
    const CURLcode code = curl_easy_recv(state_->handle.get(), piece.data(), piece.size(), &got);
    if (code == CURLE_AGAIN) {
      if (!state_->waits_for(POLLIN))
        return state_->failed("did not answer within " + std::to_string(state_->options.longest.count()) + " ms");
      continue;
    }
    if (code != CURLE_OK || got == 0) return state_->failed("closed the connection before it had answered");
    if (Clock::now() > state_->deadline) return state_->failed("answers too slowly");
    answer.append(piece.data(), got);
  }
  return answer;
}

base::Result<std::string> Wire::receive_until(std::string_view end) {
  std::string unread = std::exchange(state_->unread, {});
  std::size_t at = std::string::npos;
  const auto has_end = [&](std::string_view more) {
    at = (unread + std::string(more)).find(end);
    return at != std::string::npos;
  };
  ASSIGN_OR_RETURN(const std::string more, receive(has_end));
  unread += more;
  state_->unread = unread.substr(at + end.size());
  return unread.substr(0, at + end.size());
}

base::Result<std::string> Wire::receive_exactly(std::size_t count) {
  std::string unread = std::exchange(state_->unread, {});
  ASSIGN_OR_RETURN(const std::string more,
                   receive([&](std::string_view so_far) { return unread.size() + so_far.size() >= count; }));
  unread += more;
  state_->unread = unread.substr(count);
  return unread.substr(0, count);
}

std::optional<base::Timestamp> Wire::certificate_end() const {
  curl_certinfo* chain = nullptr;
  curl_easy_getinfo(state_->handle.get(), CURLINFO_CERTINFO, &chain);
  if (chain == nullptr || chain->num_of_certs == 0) return std::nullopt;
  constexpr std::string_view mark = "Cert:";
  for (const curl_slist* line = chain->certinfo[0]; line != nullptr; line = line->next) {
    const std::string_view text = line->data;
    if (text.starts_with(mark)) return end_of_certificate(text.substr(mark.size()));
  }
  return std::nullopt;
}

}  // namespace ops
