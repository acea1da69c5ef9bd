#include "domain/notifications/webhook_signature.h"

#include <gtest/gtest.h>

namespace {

using notifications::signature_of;

constexpr base::Timestamp moment{1'700'000'000'999'999};

TEST(WebhookSignature, IsTheOneOtherToolsMake) {
  // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
  EXPECT_EQ(signature_of({"secret"}, moment, R"({"a":1})"),
            "t=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686");
}

TEST(WebhookSignature, IsMadeWithEachSecretDuringARotation) {
  const std::string both = signature_of({"new", "old"}, moment, "{}");
  const std::string by_new = signature_of({"new"}, moment, "{}");
  const std::string by_old = signature_of({"old"}, moment, "{}");
  EXPECT_EQ(both, by_new + by_old.substr(by_old.find(",v1=")));
}

TEST(WebhookSignature, DependsOnTimeBodyAndSecret) {
  const std::string signature = signature_of({"secret"}, moment, "{}");
  EXPECT_NE(signature, signature_of({"secret"}, moment, "[]"));
  EXPECT_NE(signature, signature_of({"other"}, moment, "{}"));
  EXPECT_NE(signature.substr(12), signature_of({"secret"}, moment + std::chrono::seconds(1), "{}").substr(12));
}

}  // namespace
