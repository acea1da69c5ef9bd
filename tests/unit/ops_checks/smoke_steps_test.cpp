#include "ops/checks/smoke_steps.h"

#include <gmock/gmock.h>

#include "support/local_server.h"
#include "support/result_check.h"

namespace {

using testing::HasSubstr;

/// What the last step says of a site that takes the signing out and then answers so.
ops::Finding sign_out_where_me_is(const std::string& status) {
  const test::RawServer server([&status](test::RawPeer& peer) {
    const bool is_me = peer.receive().starts_with("GET /api/v1/auth/me ");
    peer.send("HTTP/1.1 " + (is_me ? status : "204 No Content") + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  ops::SmokeOptions options;
  options.url = server.url("");
  const auto site = test::must(ops::Site::at(options));
  return test::must(ops::try_sign_out(site, options));
}

TEST(SmokeSignOut, IsGoodWhenTheSiteNoLongerKnowsTheLogin) {
  EXPECT_EQ(sign_out_where_me_is("401 Unauthorized").state, ops::State::ok);
}

TEST(SmokeSignOut, FailsWhileTheLoginIsGood) {
  const auto found = sign_out_where_me_is("200 OK");
  EXPECT_EQ(found.state, ops::State::failed);
  EXPECT_THAT(found.found, HasSubstr("still good"));
}

TEST(SmokeSignOut, DoesNotTakeAnotherFailureForTheEndOfTheLogin) {
  for (const char* const status : {"503 Service Unavailable", "404 Not Found", "302 Found"}) {
    const auto found = sign_out_where_me_is(status);
    EXPECT_EQ(found.state, ops::State::failed) << status;
    EXPECT_THAT(found.found, HasSubstr(std::string(status).substr(0, 3)));
  }
}

}  // namespace
