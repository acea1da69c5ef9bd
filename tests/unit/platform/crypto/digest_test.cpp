#include "platform/crypto/digest.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "platform/crypto/encoding.h"
#include "platform/crypto/key_file.h"
#include "platform/crypto/random.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

namespace {

using platform::crypto::from_base64url;
using platform::crypto::hmac_sha256;
using platform::crypto::to_base64url;
using platform::crypto::to_hex;
using test::must;

TEST(Digest, AgreesWithPublishedValues) {
  EXPECT_EQ(platform::crypto::sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, IsTheSameWhicheverWayTheTextIsCut) {
  platform::crypto::Sha256 digest;
  digest.add("a");
  digest.add("");
  digest.add("bc");
  EXPECT_EQ(digest.hex(), platform::crypto::sha256_hex("abc"));
}

TEST(Digest, DerivesAKeyForEachPurpose) {
  const std::string key = platform::crypto::derive_key("secret", "sealing", 32);
  EXPECT_EQ(key.size(), 32U);
  EXPECT_EQ(key, platform::crypto::derive_key("secret", "sealing", 32));
  EXPECT_NE(key, platform::crypto::derive_key("secret", "signing", 32));
  EXPECT_NE(key, platform::crypto::derive_key("Secret", "sealing", 32));
  // RFC 5869, test case 3: no salt, no info.
  EXPECT_EQ(to_hex(platform::crypto::derive_key(std::string(22, '\x0b'), "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Base64Url, ReadsWhatItWrites) {
  EXPECT_EQ(to_base64url("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64url("fooba"), "Zm9vYmE");
  EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
  for (std::size_t size = 0; size < 50; ++size) {
    const std::string bytes = platform::crypto::random_bytes(size);
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
  }
}

TEST(Base64Url, HasOneSpellingOfEachValue) {
  for (const char* text : {"Zm9vYmF", "Zm9vYmE=", "Zm9v YmE", "Zm9vYm+/", "A", "Zh", "-_9"}) {
    EXPECT_FALSE(from_base64url(text).has_value()) << text;
  }
}

TEST(RandomLetters, AreOfTheWantedNumberAndNeverTheSame) {
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) all.insert(platform::crypto::random_letters(20));
  EXPECT_EQ(all.size(), 1000U);
  for (const std::string& letters : all) {
    EXPECT_EQ(letters.size(), 20U);
    EXPECT_EQ(letters.find_first_of("01lo-_ "), std::string::npos) << letters;
  }
}

TEST(EqualSecret, ComparesWholeTexts) {
  EXPECT_TRUE(platform::crypto::is_equal_secret("abc", "abc"));
  EXPECT_FALSE(platform::crypto::is_equal_secret("abc", "abd"));
  EXPECT_FALSE(platform::crypto::is_equal_secret("abc", "ab"));
  EXPECT_TRUE(platform::crypto::is_equal_secret("", ""));
}

TEST(KeyFile, IsMadeOnceAndForItsOwnerOnly) {
  const test::TemporaryFolder folder;
  const auto file = folder / "keys" / "secret.key";
  const std::string secret = must(platform::crypto::secret_in(file));
  EXPECT_GE(secret.size(), 32U);
  EXPECT_EQ(must(platform::crypto::secret_in(file)), secret);
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(KeyFile, IsTheSameForAllWhoStartAtOnce) {
  const test::TemporaryFolder folder;
  std::vector<std::string> secrets(8);
  {
    std::vector<std::jthread> threads;
    for (auto& secret : secrets) {
      threads.emplace_back([&] { secret = must(platform::crypto::secret_in(folder / "secret.key")); });
    }
  }
  EXPECT_EQ(std::set<std::string>(secrets.begin(), secrets.end()).size(), 1U);
  const auto files = std::filesystem::directory_iterator(folder.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "no drafts are left behind";
}

TEST(KeyFile, RefusesAFileWithoutAKey) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "secret.key") << "short";
  EXPECT_EQ(test::code_of(platform::crypto::secret_in(folder / "secret.key")), "config.key_file");
}

}  // namespace
