#include "platform/config/secrets.h"

#include <gtest/gtest.h>

namespace {

using platform::config::is_placeholder_secret;
using platform::config::mask_url;

TEST(MaskUrl, HidesThePasswordAndNothingElse) {
  EXPECT_EQ(mask_url("postgresql://app:pw@db:5432/main"), "postgresql://app:********@db:5432/main");
  EXPECT_EQ(mask_url("redis://:pw@cache:6379/0"), "redis://:********@cache:6379/0");
  EXPECT_EQ(mask_url("postgresql://app:a/b@c#d@db/main"), "postgresql://app:********@db/main");
  EXPECT_EQ(mask_url("postgresql://app@db:5432/main"), "postgresql://app@db:5432/main");
  EXPECT_EQ(mask_url("http://localhost:8000"), "http://localhost:8000");
  EXPECT_EQ(mask_url("sqlite:////srv/data/main.db"), "sqlite:////srv/data/main.db");
  EXPECT_EQ(mask_url("just text"), "just text");
  EXPECT_EQ(mask_url(""), "");
}

TEST(MaskUrl, HidesPasswordsAmongParameters) {
  EXPECT_EQ(mask_url("postgresql://db/main?user=app&password=pw&sslmode=require"),
            "postgresql://db/main?user=app&password=********&sslmode=require");
  EXPECT_EQ(mask_url("https://host/path?access_token=abc"), "https://host/path?access_token=********");
}

TEST(MaskSecret, TellsNotEvenTheLength) {
  EXPECT_EQ(platform::config::mask_secret("x"), platform::config::mask_secret("a much longer secret"));
  EXPECT_EQ(platform::config::mask_secret(""), "");
}

TEST(PlaceholderSecret, IsWhatPeopleLeaveInPlace) {
  for (const char* secret :
       {"changeme", "CHANGE_ME", "change-me-in-production", "please-change-this-secret-key-0123456789",
        "your-secret-key-here", "your-super-secret-jwt-key", "password", "Password1", "admin", "admin123", "secret",
        "minioadmin", "postgres", "12345678", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "<secret>", "${SECRET_KEY}",
        "dev-secret-key-not-for-production-use", "replace-with-a-long-random-text"})
    EXPECT_TRUE(is_placeholder_secret(secret)) << secret;
}

TEST(PlaceholderSecret, IsNotARealSecret) {
  for (const char* secret :
       {"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "correct horse battery staple",
        "Zk3!vQ8#pL2@", "k7Qz0vT2mxR9bLw4Hs6Yd8Nf1Jc3Gp==", "passwordless entry 42 doors"})
    EXPECT_FALSE(is_placeholder_secret(secret)) << secret;
}

}  // namespace
