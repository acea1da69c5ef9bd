#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace platform::redis {

/// Whose certificates are believed: those the system believes.
class TlsContext {
 public:
  TlsContext();
  SSL_CTX* get() const { return context_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  std::unique_ptr<SSL_CTX, Free> context_;
};

/// Turns text into what goes over the line and back, without a socket: a write to a lost one then raises no signal.
class Tls {
 public:
  static base::Result<std::unique_ptr<Tls>> open(const TlsContext& context, const std::string& host);

  /// True when both sides agree; otherwise send what is outgoing and feed the answer.
  base::Result<bool> shake_hands();
  void feed(std::string_view came);
  std::string take_outgoing();
  base::Result<> write(std::string_view text);
  /// "" when more must be fed first.
  base::Result<std::string> read();

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  explicit Tls(SSL* ssl);

  std::unique_ptr<SSL, Free> ssl_;
  BIO *incoming_, *outgoing_;  // owned by ssl_
};

}  // namespace platform::redis
