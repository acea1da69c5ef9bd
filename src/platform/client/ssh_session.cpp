#include "platform/client/ssh_session.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/text.h"

namespace platform::client {
namespace {

struct FreeHash {
  void operator()(unsigned char* hash) const { ssh_clean_pubkey_hash(&hash); }
};

std::string text_and_free(char* text) {
  if (text == nullptr) return {};
  std::string copy(text);
  ssh_string_free_char(text);
  return copy;
}

SshKey read_key(const std::string& text, const std::string& passphrase) {
  ssh_key key = nullptr;
  // Without a passphrase the library would ask for one at the terminal; with one it does not.
  ssh_pki_import_privkey_base64(text.c_str(), passphrase.c_str(), nullptr, nullptr, &key);
  return SshKey(key);
}

/// The line to be put into authorized_keys.
std::string public_line(const SshKey& key) {
  ssh_key exported = nullptr;
  if (ssh_pki_export_privkey_to_pubkey(key.get(), &exported) != SSH_OK) return {};
  const SshKey owned(exported);
  char* text = nullptr;
  if (ssh_pki_export_pubkey_base64(exported, &text) != SSH_OK) return {};
  return std::string(ssh_key_type_to_char(ssh_key_type(exported))) + " " + text_and_free(text);
}

/// The digest alone, so that "SHA256:abc=", "SHA256:abc" and "abc" are one.
std::string_view digest_of(std::string_view fingerprint) {
  fingerprint = base::trim(fingerprint);
  constexpr std::string_view prefix = "SHA256:";
  if (fingerprint.starts_with(prefix)) fingerprint.remove_prefix(prefix.size());
  while (fingerprint.ends_with('=')) fingerprint.remove_suffix(1);
  return fingerprint;
}

void set(ssh_session session, ssh_options_e option, const void* value) {
  if (ssh_options_set(session, option, value) != SSH_OK) throw std::runtime_error("libssh refuses an option");
}

}  // namespace

StallGuard::StallGuard(int socket, const HttpTimeouts& timeouts)
    : socket_(socket), timeouts_(timeouts), thread_([this](const std::stop_token& stop) { watch(stop); }) {}

void StallGuard::count_answer() {
  came_ +=
      static_cast<std::uint64_t>(timeouts_.slowest_rate) * static_cast<std::uint64_t>(timeouts_.stalled_after.count());
}

void StallGuard::watch(const std::stop_token& stop) {
  const auto least =
      static_cast<std::uint64_t>(timeouts_.slowest_rate) * static_cast<std::uint64_t>(timeouts_.stalled_after.count());
  std::unique_lock lock(mutex_);
  for (std::uint64_t before = came_; !stop.stop_requested();) {
    wake_.wait_for(lock, stop, timeouts_.stalled_after, [] { return false; });
    if (stop.stop_requested()) return;
    const std::uint64_t now = came_;
    if (now - before < least) {
      has_cut_ = true;
      ::shutdown(socket_, SHUT_RDWR);
      return;
    }
    before = now;
  }
}

SshSession::SshSession(const AddressRules& rules, const RemoteServer& server, const SshKeys& keys)
    : rules_(rules), server_(server), keys_(keys), handle_(make_handle()), session_(ssh_new()) {
  if (session_ == nullptr) throw std::runtime_error("libssh cannot be set up");
}

SshSession::~SshSession() {
  guard_.reset();
  if (sftp_ != nullptr) sftp_free(sftp_);
  ssh_disconnect(session_);
  ssh_free(session_);
}

base::Result<> SshSession::check_stop() const {
  return Gate{rules_, server_.host, server_.should_stop}.check_stop();
}

/// A connected socket, of an address that was judged; the library for HTTP makes it, as for every other protocol.
base::Result<int> SshSession::socket() {
  Gate gate{rules_, server_.host, server_.should_stop};
  std::array<char, CURL_ERROR_SIZE> detail{};
  CURL* const handle = handle_.get();
  gate.watch(handle, "http");
  set_limits(handle, server_.timeouts);
  curl_easy_setopt(handle, CURLOPT_URL, ("http://" + authority_of(server_)).c_str());
  curl_easy_setopt(handle, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail.data());
  const CURLcode code = curl_easy_perform(handle);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
  if (gate.thrown) std::rethrow_exception(gate.thrown);
  if (code != CURLE_OK && gate.problem) return base::failure(*std::move(gate.problem));
  const Peer peer{server_.host, std::to_string(server_.port), server_.timeouts, "an SFTP server"};
  if (code != CURLE_OK) return base::failure(transfer_problem(code, detail.data(), peer, false, 0));
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket);
  return static_cast<int>(socket);
}

base::Result<> SshSession::connect() {
  // The library for SSH leaves a socket that it was given open: it stays the handle's.
  ASSIGN_OR_RETURN(const int connected, socket());
  guard_ = std::make_unique<StallGuard>(connected, server_.timeouts);
  const bool no = false;
  const int port = server_.port;
  const long seconds =
      std::max<long>(1, std::chrono::duration_cast<std::chrono::seconds>(server_.timeouts.connect).count());
  set(session_, SSH_OPTIONS_FD, &connected);
  set(session_, SSH_OPTIONS_PROCESS_CONFIG, &no);
  set(session_, SSH_OPTIONS_KNOWNHOSTS, "/dev/null");
  set(session_, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
  set(session_, SSH_OPTIONS_HOST, server_.host.c_str());
  set(session_, SSH_OPTIONS_PORT, &port);
  set(session_, SSH_OPTIONS_USER, server_.user.c_str());
  set(session_, SSH_OPTIONS_TIMEOUT, &seconds);
  if (ssh_connect(session_) != SSH_OK) return base::failure(broken());
  guard_->count_answer();
  return {};
}

base::Result<std::string> SshSession::check_host_key() {
  ssh_key found = nullptr;
  if (ssh_get_server_publickey(session_, &found) != SSH_OK) return base::failure(broken());
  const SshKey key(found);
  unsigned char* hash = nullptr;
  std::size_t size = 0;
  if (ssh_get_publickey_hash(key.get(), SSH_PUBLICKEY_HASH_SHA256, &hash, &size) != SSH_OK)
    return base::failure(broken());
  const std::unique_ptr<unsigned char, FreeHash> owned(hash);
  const std::string fingerprint = text_and_free(ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size));
  const std::string type = ssh_key_type_to_char(ssh_key_type(key.get()));
  if (keys_.host_key.empty()) {
    return base::failure(
        host_key_unknown,
        fmt::format("The host key of \"{}\" is not known yet. It has the {} key {}.", server_.host, type, fingerprint),
        "Compare it with what the supplier says, then put it into host_key of the config: " + fingerprint,
        {.field = "host_key"});
  }
  if (digest_of(fingerprint) != digest_of(keys_.host_key)) {
    return base::failure(
        host_key_changed,
        fmt::format("The host key of \"{}\" is another than the pinned one: pinned is {}, and the {} key {} came. "
                    "Nothing was sent.",
                    server_.host, keys_.host_key, type, fingerprint),
        "Ask the supplier whether the server has a new key. If it has, put the new one into host_key; if it has not, "
        "somebody else answers in its place.",
        {.field = "host_key"});
  }
  return type + " " + fingerprint;
}

tl::unexpected<base::Problem> SshSession::refused(std::string cure) const {
  return base::failure(
      remote_login_refused,
      fmt::format("The SFTP server \"{}\" does not let the user \"{}\" in.", server_.host, server_.user),
      std::move(cure));
}

base::Result<> SshSession::login() {
  bool goes_on = true;
  if (!keys_.private_key.empty()) RETURN_IF_FAILED(login_by_key(goes_on));
  if (goes_on) RETURN_IF_FAILED(login_by_password());
  guard_->count_answer();
  return {};
}

/// `goes_on`: the server asks for the password, too.
base::Result<> SshSession::login_by_key(bool& goes_on) {
  RETURN_IF_FAILED(check_private_key(keys_.private_key, keys_.passphrase));
  const SshKey key = read_key(keys_.private_key, keys_.passphrase);
  const int answer = ssh_userauth_publickey(session_, nullptr, key.get());
  goes_on = answer == SSH_AUTH_PARTIAL && !server_.password.empty();
  if (answer == SSH_AUTH_SUCCESS || goes_on) return {};
  if (answer == SSH_AUTH_ERROR) return base::failure(broken());
  return refused("The server refused the key. Ask the supplier to put this public key into the account \"" +
                 server_.user + "\": " + public_line(key));
}

base::Result<> SshSession::login_by_password() {
  int answer = ssh_userauth_password(session_, nullptr, server_.password.c_str());
  // Many servers ask for the password as a question.
  if (answer == SSH_AUTH_DENIED) answer = ssh_userauth_kbdint(session_, nullptr, nullptr);
  for (int round = 0; answer == SSH_AUTH_INFO && round < 3; ++round) {
    if (ssh_userauth_kbdint_getnprompts(session_) > 0)
      ssh_userauth_kbdint_setanswer(session_, 0, server_.password.c_str());
    answer = ssh_userauth_kbdint(session_, nullptr, nullptr);
  }
  if (answer == SSH_AUTH_SUCCESS) return {};
  if (answer == SSH_AUTH_ERROR) return base::failure(broken());
  return refused("Check user and password of the source. If the server takes keys alone, give the secret private_key.");
}

base::Result<> SshSession::begin_sftp() {
  sftp_ = sftp_new(session_);
  if (sftp_ == nullptr || sftp_init(sftp_) != SSH_OK) {
    return base::failure(remote_path_refused,
                         "The server \"" + server_.host + "\" lets us in, but gives no files over SFTP.",
                         "Ask the supplier to allow SFTP for the user \"" + server_.user + "\".");
  }
  guard_->count_answer();
  return {};
}

base::Problem SshSession::broken() const {
  const Peer peer{server_.host, std::to_string(server_.port), server_.timeouts, "an SFTP server"};
  if (guard_ && guard_->has_cut())
    return transfer_problem(CURLE_OPERATION_TIMEDOUT, "Operation too slow", peer, true, 0);
  return transfer_problem(CURLE_RECV_ERROR, ssh_get_error(session_), peer, true, 0);
}

base::Result<> check_private_key(const std::string& private_key, const std::string& passphrase) {
  if (read_key(private_key, passphrase)) return {};
  return base::failure(private_key_invalid, "The private key cannot be read.",
                       "Give the whole file as ssh-keygen wrote it, from BEGIN to END, and if it has a passphrase, the "
                       "secret private_key_passphrase.",
                       {.field = "secrets.private_key"});
}

}  // namespace platform::client
