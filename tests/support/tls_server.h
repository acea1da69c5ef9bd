#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "support/local_server.h"
#include "support/temporary_folder.h"

namespace test {

/// A key and a certificate for 127.0.0.1 that signs itself, valid until `end` from now (in the past: run out).
class OwnCertificate {
 public:
  explicit OwnCertificate(std::chrono::seconds end)
      : key_(EVP_EC_gen("P-256"), &EVP_PKEY_free), certificate_(X509_new(), &X509_free) {
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_.get()), 1);
    X509_set_version(certificate_.get(), 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), -90L * 86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), static_cast<long>(end.count()));
    X509_set_pubkey(certificate_.get(), key_.get());
    X509_NAME* const name = X509_get_subject_name(certificate_.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1,
                               0);
    X509_set_issuer_name(certificate_.get(), name);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"), &X509_EXTENSION_free);
    if (X509_add_ext(certificate_.get(), names.get(), -1) != 1 ||
        X509_sign(certificate_.get(), key_.get(), EVP_sha256()) == 0) {
      throw std::runtime_error("no certificate was made");
    }
    std::FILE* const out = std::fopen((folder_ / "certificate.pem").c_str(), "w");
    PEM_write_X509(out, certificate_.get());
    std::fclose(out);
  }

  std::string file() const { return (folder_ / "certificate.pem").string(); }
  X509* certificate() const { return certificate_.get(); }
  EVP_PKEY* key() const { return key_.get(); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

/// Shows the certificate to whoever comes and answers every request with an empty 200.
class TlsServer {
 public:
  explicit TlsServer(const OwnCertificate& certificate)
      : context_(context_with(certificate)), server_([this](RawPeer& peer) { answer(peer); }) {
    std::signal(SIGPIPE, SIG_IGN);  // whoever only looks at the certificate hangs up
  }

  /// "https://127.0.0.1:PORT"
  std::string url() const { return "https" + server_.url("").substr(4); }
  std::string port() const { return url().substr(url().rfind(':') + 1); }

 private:
  using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

  static Context context_with(const OwnCertificate& certificate) {
    Context context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
    if (SSL_CTX_use_certificate(context.get(), certificate.certificate()) != 1 ||
        SSL_CTX_use_PrivateKey(context.get(), certificate.key()) != 1) {
      throw std::runtime_error("the certificate cannot be used");
    }
    return context;
  }
  void answer(const RawPeer& peer) const {
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context_.get()), &SSL_free);
    SSL_set_fd(tls.get(), peer.socket());
    if (SSL_accept(tls.get()) != 1) return;
    std::string asked;
    char byte = 0;
    while (!asked.ends_with("\r\n\r\n") && SSL_read(tls.get(), &byte, 1) == 1) asked += byte;
    const std::string_view said = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    SSL_write(tls.get(), said.data(), static_cast<int>(said.size()));
    SSL_shutdown(tls.get());
  }

  Context context_;
  RawServer server_;
};

}  // namespace test
