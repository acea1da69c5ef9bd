#include <gmock/gmock.h>

#include "ops/release/releaser.h"
#include "support/database_fixture.h"
#include "support/local_server.h"

namespace {

using ops::release::Release;
using ops::release::ReleaseBook;
using ops::release::Releaser;
using ops::release::ReleaseState;
using test::code_of;
using test::must;
using testing::HasSubstr;

class CutOffRelease : public ::testing::TestWithParam<test::Engine> {
 protected:
  ReleaseBook book() { return must(ReleaseBook::open(main_)); }
  Releaser releaser() {
    const std::string url = engine_.url("");
    ops::release::Stack stack(platform::containers::Engine({"", url.substr(url.find("//") + 2)}), {});
    return {std::move(stack), book(), {.project = "shop", .by = "ana"}, {}};
  }
  /// An unfinished release that meant to do this.
  void leave(const std::string& plan) {
    Release one{
        base::Uuid::generate(), ops::release::Kind::release, "shop", "1.4.0", "1.3.0", ReleaseState::running, "ana",
        base::Timestamp::now()};
    one.plan = plan;
    must(book().begin(one));
  }

 private:
  test::FreshDatabase fresh_{GetParam()};
  platform::db::Database main_ = fresh_.open("main");
  /// A machine on which no container is left.
  test::RawServer engine_{[](test::RawPeer& peer) {
    const std::string body = peer.receive().find("/containers/json") != std::string::npos ? "[]" : "{}";
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n" + body);
  }};
};
INSTANTIATE_TEST_SUITE_P(Engines, CutOffRelease, test::both_engines(), test::engine_name);

TEST_P(CutOffRelease, WhosePlanCannotBeReadEndsAsFailedAndHoldsUpNoOther) {
  leave(R"({"project":"shop"})");
  const auto first = releaser().release("1.5.0");
  ASSERT_EQ(code_of(first), "release.refused");
  EXPECT_THAT(first.error().cure, HasSubstr("then release again"));
  const auto all = must(book().list("shop"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].state, ReleaseState::failed);
  EXPECT_THAT(all[0].reason, HasSubstr("cannot be read"));
  EXPECT_TRUE(all[0].ended_at);
  EXPECT_EQ(code_of(releaser().release("1.5.0")), "release.stack") << "goes on to look for what runs here";
}

TEST_P(CutOffRelease, WhosePlanCannotBeReadHoldsUpNoRollback) {
  leave("");
  EXPECT_EQ(code_of(releaser().rollback("1.3.0")), "release.refused");
  EXPECT_EQ(code_of(releaser().rollback("1.3.0")), "release.stack");
}

}  // namespace
