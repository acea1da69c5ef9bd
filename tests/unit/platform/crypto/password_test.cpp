#include "platform/crypto/password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace {

using platform::crypto::PasswordHasher;
using testing::StartsWith;

constexpr platform::crypto::PasswordCost cheap{64, 1, 1, 2};

TEST(PasswordHasher, VerifiesTheRightPasswordOnly) {
  const PasswordHasher hasher(cheap);
  const std::string hash = hasher.hash("correct horse battery staple");
  EXPECT_TRUE(hasher.verify("correct horse battery staple", hash));
  EXPECT_FALSE(hasher.verify("correct horse battery stapl", hash));
  EXPECT_FALSE(hasher.verify("", hash));
}

TEST(PasswordHasher, SaltsEveryHash) {
  const PasswordHasher hasher(cheap);
  EXPECT_NE(hasher.hash("the same password"), hasher.hash("the same password"));
}

TEST(PasswordHasher, KeepsItsCostInTheHash) {
  EXPECT_THAT(PasswordHasher(cheap).hash("some password"), StartsWith("$argon2id$v=19$m=64,t=1,p=1$"));
}

TEST(PasswordHasher, UsesTheWholePassword) {
  const PasswordHasher hasher(cheap);
  const std::string long_password(500, 'x');
  const std::string hash = hasher.hash(long_password + "a");
  EXPECT_TRUE(hasher.verify(long_password + "a", hash));
  EXPECT_FALSE(hasher.verify(long_password + "b", hash));
  const std::string with_zero("secret\0tail", 11);
  EXPECT_FALSE(hasher.verify("secret", hasher.hash(with_zero)));
}

TEST(PasswordHasher, VerifiesHashesOfAnotherCostAndCallsThemOutdated) {
  const PasswordHasher old(cheap);
  const PasswordHasher today({128, 2, 1, 2});
  const std::string hash = old.hash("made long ago");
  EXPECT_TRUE(today.verify("made long ago", hash));
  EXPECT_TRUE(today.is_outdated(hash));
  EXPECT_FALSE(old.is_outdated(hash));
}

TEST(PasswordHasher, RefusesWhatIsNoHash) {
  const PasswordHasher hasher(cheap);
  EXPECT_FALSE(hasher.verify("anything", ""));
  EXPECT_FALSE(hasher.verify("", ""));
  EXPECT_FALSE(hasher.verify("anything", "$argon2id$v=19$m=64,t=1,p=1$broken"));
}

TEST(PasswordHasher, TakesAsLongForAnAccountThatDoesNotExist) {
  const PasswordHasher hasher({8'192, 3, 1, 2});
  const std::string hash = hasher.hash("a real password");
  const auto time_of = [](auto work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::steady_clock::now() - begin;
  };
  // In turns, so that whatever else the machine does is felt by both; the fastest counts.
  auto wrong = std::chrono::steady_clock::duration::max(), nobody = wrong;
  for (int i = 0; i < 8; ++i) {
    wrong = std::min(wrong, time_of([&] { EXPECT_FALSE(hasher.verify("a wrong password", hash)); }));
    nobody = std::min(nobody, time_of([&] { EXPECT_FALSE(hasher.verify_nobody("a wrong password")); }));
  }
  EXPECT_GT(nobody * 2, wrong);
  EXPECT_GT(wrong * 2, nobody);
}

}  // namespace
