// A server whose certificate nobody vouches for.
#include <gmock/gmock.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <atomic>
#include <memory>

#include "platform/client/http_client.h"
#include "support/local_server.h"
#include "support/result_check.h"

namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
};

std::unique_ptr<SSL_CTX, Free> self_signed() {
  const std::unique_ptr<EVP_PKEY, Free> key(EVP_EC_gen("P-256"));
  const std::unique_ptr<X509, Free> certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  const std::string host = "localhost";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_use_certificate(context.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), key.get());
  return context;
}

}  // namespace

TEST(HttpClientTls, TellsNothingToAServerNobodyVouchesFor) {
  const auto context = self_signed();
  std::atomic<int> handshakes{0}, bytes{0};
  test::RawServer server([&](test::RawPeer& peer) {
    const std::unique_ptr<SSL, Free> session(SSL_new(context.get()));
    SSL_set_fd(session.get(), peer.socket());
    ++handshakes;
    if (SSL_accept(session.get()) != 1) return;
    std::array<char, 1'000> asked{};
    bytes += std::max(0, SSL_read(session.get(), asked.data(), static_cast<int>(asked.size())));
  });
  platform::client::HttpRequest request;
  request.url = "https" + server.url().substr(4);
  request.user = "me";
  request.password = "geheim";
  const platform::client::HttpClient client(test::must(platform::client::AddressRules::from("127.0.0.1")));
  const auto answer = client.send(request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code(), platform::client::tls_failed.code);
  EXPECT_THAT(answer.error().message, testing::HasSubstr("certificate"));
  EXPECT_EQ(handshakes, 1);
  EXPECT_EQ(bytes, 0);
}
