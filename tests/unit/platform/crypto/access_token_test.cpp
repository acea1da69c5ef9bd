#include "platform/crypto/access_token.h"

#include <gtest/gtest.h>

#include <string>

#include "platform/crypto/digest.h"
#include "platform/crypto/encoding.h"
#include "support/result_check.h"

namespace {

using namespace std::chrono_literals;
using base::Timestamp;
using platform::crypto::AccessClaims;
using platform::crypto::AccessTokenSigner;
using platform::crypto::hmac_sha256;
using platform::crypto::to_base64url;
using test::code_of;
using test::must;

const std::string key = "a key of the tests, long enough for one";
const std::string other_key = "another key of the tests, long enough too";
const Timestamp noon = *Timestamp::parse("2026-11-22T12:00:00Z");

AccessClaims claims() {
  return {base::Uuid::generate(), base::Uuid::generate(), noon, noon + 2h};
}

std::string part(const std::string& token, int index) {
  std::size_t begin = 0;
  for (int i = 0; i < index; ++i) begin = token.find('.', begin) + 1;
  return token.substr(begin, token.find('.', begin) - begin);
}

std::string decoded(const std::string& token, int index) {
  return platform::crypto::from_base64url(part(token, index)).value();
}

/// A token whose header and claims are these texts, signed with `signing_key`.
std::string signed_token(const std::string& header, const std::string& body, const std::string& signing_key) {
  const std::string text = to_base64url(header) + '.' + to_base64url(body);
  return text + '.' + to_base64url(hmac_sha256(signing_key, text));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace in " + text);
  return text.replace(at, from.size(), to);
}

TEST(AccessToken, SaysWhatItWasSignedWith) {
  const AccessTokenSigner signer(key, "");
  const AccessClaims given = claims();
  const AccessClaims read = must(signer.verify(signer.sign(given), noon + 1h));
  EXPECT_EQ(read.user_id, given.user_id);
  EXPECT_EQ(read.session_id, given.session_id);
  EXPECT_EQ(read.issued_at, given.issued_at);
  EXPECT_EQ(read.expires_at, given.expires_at);
}

TEST(AccessToken, IsHs256AndNamesItsKeyWithoutTellingIt) {
  const std::string token = AccessTokenSigner(key, "").sign(claims());
  const std::string header = decoded(token, 0);
  EXPECT_NE(header.find(R"("alg":"HS256")"), std::string::npos) << header;
  EXPECT_NE(header.find(R"("kid":")"), std::string::npos) << header;
  EXPECT_EQ(header.find(key), std::string::npos);
}

TEST(AccessToken, RefusesTheAlgorithmNone) {
  const AccessTokenSigner signer(key, "");
  const std::string token = signer.sign(claims());
  const std::string header = replaced(decoded(token, 0), "HS256", "none");
  EXPECT_EQ(code_of(signer.verify(to_base64url(header) + '.' + part(token, 1) + '.', noon)), "auth.token_invalid");
  EXPECT_EQ(code_of(signer.verify(signed_token(header, decoded(token, 1), key), noon)), "auth.token_invalid");
}

TEST(AccessToken, RefusesOtherAlgorithmsEvenWithAGoodSignature) {
  const AccessTokenSigner signer(key, "");
  const std::string token = signer.sign(claims());
  ASSERT_EQ(code_of(signer.verify(signed_token(decoded(token, 0), decoded(token, 1), key), noon)), "");
  for (const char* algorithm : {"HS384", "HS512", "RS256", "hs256", ""}) {
    const std::string header = replaced(decoded(token, 0), "HS256", algorithm);
    EXPECT_EQ(code_of(signer.verify(signed_token(header, decoded(token, 1), key), noon)), "auth.token_invalid")
        << algorithm;
  }
}

TEST(AccessToken, RefusesExtensionsItDoesNotKnow) {
  const AccessTokenSigner signer(key, "");
  const std::string token = signer.sign(claims());
  const std::string header = replaced(decoded(token, 0), "{", R"({"crit":["exp"],)");
  EXPECT_EQ(code_of(signer.verify(signed_token(header, decoded(token, 1), key), noon)), "auth.token_invalid");
}

TEST(AccessToken, RefusesEveryChangedLetter) {
  const AccessTokenSigner signer(key, "");
  const std::string token = signer.sign(claims());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(code_of(signer.verify(changed, noon)), "auth.token_invalid") << "letter " << i;
  }
}

TEST(AccessToken, RefusesWhatIsNoToken) {
  const AccessTokenSigner signer(key, "");
  const std::string token = signer.sign(claims());
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("a.b.c"), token + ".x", token + '=',
        token.substr(0, token.rfind('.')), ' ' + token, std::string(5000, 'A') + ".B.C", std::string("e30.e30.e30")}) {
    EXPECT_EQ(code_of(signer.verify(text, noon)), "auth.token_invalid") << text.substr(0, 80);
  }
}

TEST(AccessToken, RefusesClaimsThatNameNobody) {
  const AccessTokenSigner signer(key, "");
  const std::string token = signer.sign(claims());
  const std::string body = decoded(token, 1);
  for (const std::string& changed :
       {replaced(body, R"("sub")", R"("bus")"), replaced(body, R"("sid")", R"("dis")"),
        replaced(body, R"("exp")", R"("xpe")"), replaced(body, "suppliers-import", "somebody-else"),
        replaced(body, R"("exp":1)", R"("exp":1e)"), std::string("[]"), std::string("{}"), std::string("null")}) {
    EXPECT_EQ(code_of(signer.verify(signed_token(decoded(token, 0), changed, key), noon)), "auth.token_invalid")
        << changed;
  }
}

TEST(AccessToken, AllowsClocksToDifferByAMinute) {
  const AccessTokenSigner signer(key, "");
  const std::string token = signer.sign(claims());
  EXPECT_EQ(code_of(signer.verify(token, noon + 2h + 59s)), "");
  EXPECT_EQ(code_of(signer.verify(token, noon + 2h + 60s)), "auth.token_expired");
  EXPECT_EQ(code_of(signer.verify(token, noon + -60s)), "");
  EXPECT_EQ(code_of(signer.verify(token, noon + -61s)), "auth.token_invalid");
}

TEST(AccessToken, AcceptsThePreviousKeyWhileItIsReplaced) {
  const std::string old_token = AccessTokenSigner(key, "").sign(claims());
  const AccessTokenSigner both(other_key, key);
  EXPECT_EQ(code_of(both.verify(old_token, noon)), "");
  const std::string new_token = both.sign(claims());
  EXPECT_EQ(code_of(AccessTokenSigner(other_key, "").verify(new_token, noon)), "") << "signed with the new key";
  EXPECT_EQ(code_of(AccessTokenSigner(other_key, "").verify(old_token, noon)), "auth.token_invalid");
}

}  // namespace
