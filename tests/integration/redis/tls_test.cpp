#include <gtest/gtest.h>

#include <cstdlib>

#include "support/mail_server.h"
#include "support/redis_server.h"

namespace {

using platform::redis::Redis;
using test::address_of;
using test::must;

/// A Redis that speaks TLS, with a certificate for localhost that nobody else vouches for.
class TlsRedis {
 public:
  TlsRedis()
      : server_({"--tls-port", std::to_string(port_), "--tls-cert-file", certificate_.file(), "--tls-key-file",
                 certificate_.key(), "--tls-ca-cert-file", certificate_.file(), "--tls-auth-clients", "no"}) {}

  std::string certificate() const { return certificate_.file(); }
  std::string url(const std::string& host) const { return "rediss://" + host + ":" + std::to_string(port_); }
  std::string plain_port() const { return std::to_string(server_.port()); }

 private:
  const test::Certificate certificate_;
  const unsigned short port_ = test::free_port();
  test::RedisServer server_;
};

/// Believes one more certificate while it lives.
class Trust {
 public:
  explicit Trust(const std::string& certificate) { ::setenv("SSL_CERT_FILE", certificate.c_str(), 1); }
  Trust(const Trust&) = delete;
  Trust& operator=(const Trust&) = delete;
  ~Trust() { ::unsetenv("SSL_CERT_FILE"); }
};

TEST(RedisOverTls, CarriesWhatIsLongerThanARecord) {
  const TlsRedis server;
  const Trust trust(server.certificate());
  Redis redis(address_of(server.url("localhost")), test::redis_options());
  ASSERT_TRUE(redis.is_available()) << redis.problem().value().text();
  const std::string value(500'000, 'x');
  must(redis.call({"SET", "k", value}));
  EXPECT_EQ(must(redis.call({"GET", "k"})).text, value);
}

TEST(RedisOverTls, BelievesNobodyWithoutAGoodCertificate) {
  const TlsRedis server;
  Redis unknown(address_of(server.url("localhost")), test::redis_options());
  EXPECT_FALSE(unknown.is_available());
  const Trust trust(server.certificate());
  Redis misnamed(address_of(server.url("127.0.0.1")), test::redis_options());
  EXPECT_FALSE(misnamed.is_available()) << "the certificate is for another name";
}

TEST(RedisOverTls, AServerWithoutTlsCountsAsAway) {
  const TlsRedis server;
  Redis redis(address_of("rediss://localhost:" + server.plain_port()), test::redis_options());
  EXPECT_FALSE(redis.is_available());
}

}  // namespace
