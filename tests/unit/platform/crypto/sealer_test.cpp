#include "platform/crypto/sealer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/result_check.h"

namespace {

using platform::crypto::Sealer;
using test::code_of;
using test::must;
using testing::HasSubstr;
using testing::Not;

const std::string secret = "a secret of the tests, long enough for one";
const std::string other_secret = "another secret of the tests, long enough too";

TEST(Sealer, OpensWhatItSealed) {
  const Sealer sealer(secret, "");
  for (const std::string& text :
       {std::string(), std::string("p@ss"), std::string("zero\0inside", 11), std::string(100'000, 'x')}) {
    EXPECT_EQ(must(sealer.open(sealer.seal(text))), text);
  }
}

TEST(Sealer, ShowsNothingOfTheText) {
  const Sealer sealer(secret, "");
  EXPECT_THAT(sealer.seal("ftp-password"), Not(HasSubstr("ftp-password")));
  EXPECT_NE(sealer.seal("ftp-password"), sealer.seal("ftp-password"));
}

TEST(Sealer, RefusesEveryChangedLetter) {
  const Sealer sealer(secret, "");
  const std::string sealed = sealer.seal("ftp-password");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(code_of(sealer.open(changed)), "secret.cannot_be_opened") << "letter " << i;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_EQ(code_of(sealer.open(sealed.substr(0, size))), "secret.cannot_be_opened") << "first " << size;
  }
}

TEST(Sealer, OpensWhatWasSealedUnderThePreviousKey) {
  const std::string sealed = Sealer(secret, "").seal("ftp-password");
  const Sealer rotated(other_secret, secret);
  EXPECT_EQ(must(rotated.open(sealed)), "ftp-password");
  EXPECT_TRUE(rotated.is_outdated(sealed));
  const std::string anew = rotated.seal("ftp-password");
  EXPECT_FALSE(rotated.is_outdated(anew));
  EXPECT_EQ(must(Sealer(other_secret, "").open(anew)), "ftp-password");
}

TEST(Sealer, SaysWhenTheKeyIsGone) {
  const auto opened = Sealer(other_secret, "").open(Sealer(secret, "").seal("ftp-password"));
  ASSERT_EQ(code_of(opened), "secret.cannot_be_opened");
  EXPECT_THAT(opened.error().cure, HasSubstr("SECRET_KEY_PREVIOUS"));
}

}  // namespace
