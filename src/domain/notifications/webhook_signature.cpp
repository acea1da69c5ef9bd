#include "domain/notifications/webhook_signature.h"

#include "platform/crypto/digest.h"
#include "platform/crypto/encoding.h"

namespace notifications {

std::string signature_of(const std::vector<std::string>& secrets, base::Timestamp at, std::string_view body) {
  const std::string time = std::to_string(at.microseconds() / 1'000'000);
  std::string signature = "t=" + time;
  const std::string signed_text = time + "." + std::string(body);
  for (const std::string& secret : secrets) {
    signature += ",v1=" + platform::crypto::to_hex(platform::crypto::hmac_sha256(secret, signed_text));
  }
  return signature;
}

}  // namespace notifications
