#include "platform/redis/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>
#include <new>

#include "platform/redis/wire.h"

namespace platform::redis {
namespace {

tl::unexpected<base::Problem> broken(std::string_view doing, const SSL* ssl) {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  const long verified = SSL_get_verify_result(ssl);
  const std::string reason = verified == X509_V_OK ? text.data() : X509_verify_cert_error_string(verified);
  return unavailable(std::string(doing) + ": " + reason + ".");
}

bool is_address(const std::string& host) {
  std::array<unsigned char, 16> bytes{};
  return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

bool wants_more(const SSL* ssl, int outcome) {
  const int error = SSL_get_error(ssl, outcome);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

}  // namespace

TlsContext::TlsContext() : context_(SSL_CTX_new(TLS_client_method())) {
  if (!context_) throw std::bad_alloc();
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_default_verify_paths(context_.get());
}

Tls::Tls(SSL* ssl) : ssl_(ssl), incoming_(BIO_new(BIO_s_mem())), outgoing_(BIO_new(BIO_s_mem())) {
  SSL_set_bio(ssl_.get(), incoming_, outgoing_);
  SSL_set_connect_state(ssl_.get());
}

base::Result<std::unique_ptr<Tls>> Tls::open(const TlsContext& context, const std::string& host) {
  SSL* const ssl = SSL_new(context.get());
  if (ssl == nullptr) throw std::bad_alloc();
  std::unique_ptr<Tls> tls(new Tls(ssl));
  if (is_address(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str());
  } else {
    SSL_set1_host(ssl, host.c_str());
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
  }
  return tls;
}

base::Result<bool> Tls::shake_hands() {
  ERR_clear_error();
  const int outcome = SSL_do_handshake(ssl_.get());
  if (outcome == 1) return true;
  if (wants_more(ssl_.get(), outcome)) return false;
  return broken("Redis and this program could not agree on encryption", ssl_.get());
}

void Tls::feed(std::string_view came) {
  BIO_write(incoming_, came.data(), static_cast<int>(came.size()));
}

std::string Tls::take_outgoing() {
  std::string bytes(BIO_ctrl_pending(outgoing_), '\0');
  if (!bytes.empty()) BIO_read(outgoing_, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

base::Result<> Tls::write(std::string_view text) {
  ERR_clear_error();
  while (!text.empty()) {
    std::size_t written = 0;
    if (SSL_write_ex(ssl_.get(), text.data(), text.size(), &written) != 1)
      return broken("The encrypted connection to Redis broke", ssl_.get());
    text.remove_prefix(written);
  }
  return {};
}

base::Result<std::string> Tls::read() {
  ERR_clear_error();
  std::string text(16'384, '\0');
  std::size_t came = 0;
  const int outcome = SSL_read_ex(ssl_.get(), text.data(), text.size(), &came);
  if (outcome != 1 && !wants_more(ssl_.get(), outcome))
    return broken("The encrypted connection to Redis broke", ssl_.get());
  text.resize(came);
  return text;
}

}  // namespace platform::redis
