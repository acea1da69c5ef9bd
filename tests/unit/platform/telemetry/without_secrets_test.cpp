#include <gtest/gtest.h>

#include "platform/telemetry/sentry.h"

namespace platform::telemetry {
namespace {

TEST(WithoutSecrets, OrdinaryTextIsKept) {
  for (const std::string text : {"", "Nothing to hide: 12:30, a/b.", "https://host:8080/path?page=2", "a key opens",
                                 "SELECT * FROM t WHERE n = 1", "://", "password", "token:"}) {
    EXPECT_EQ(without_secrets(text), text);
  }
}

TEST(WithoutSecrets, PasswordsInUrlsAreHidden) {
  EXPECT_EQ(without_secrets("to postgresql://app:p@ss:word@db:5432/main failed"),
            "to postgresql://app:***@db:5432/main failed");
  EXPECT_EQ(without_secrets("http://user:@host/"), "http://user:@host/");
}

TEST(WithoutSecrets, TokensAreHidden) {
  EXPECT_EQ(without_secrets("Authorization: Bearer eyJhbGciOi.x.y was refused"),
            "Authorization: Bearer *** was refused");
  EXPECT_EQ(without_secrets("bearer abc"), "bearer ***");
}

TEST(WithoutSecrets, ValuesOfSecretNamesAreHidden) {
  EXPECT_EQ(without_secrets("?user=ana&api_key=k1&page=2"), "?user=ana&api_key=***&page=2");
  EXPECT_EQ(without_secrets(R"({"password": "hush", "name": "ana"})"), R"({"password": "***", "name": "ana"})");
  EXPECT_EQ(without_secrets("SMTP_PASSWORD=x"), "SMTP_PASSWORD=***");
}

}  // namespace
}  // namespace platform::telemetry
