// Suppliers' web servers that do not keep to the rules: nothing of theirs reaches the imports by halves or from inside.
#include <atomic>

#include "integration/suppliers/sources_fixture.h"

namespace {

using test::code_of;
using test::must;

class SourceHostileTest : public test::SourcesTest {};
INSTANTIATE_TEST_SUITE_P(Engines, SourceHostileTest, test::both_engines(), test::engine_name);

TEST_P(SourceHostileTest, AServerThatLiesAboutTheLengthIsAskedAgain) {
  constexpr std::string_view whole = "sku;name\nA1;Four\nA2;Bol\n";
  std::atomic<int> asked{0};
  const test::RawServer liar([&](test::RawPeer& peer) {
    peer.receive();
    const bool lies = ++asked == 1;
    const std::string said = std::to_string(whole.size() + (lies ? 1'000 : 0));
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nConnection: close\r\nContent-Length: " + said + "\r\n\r\n");
    peer.send(lies ? whole.substr(0, 12) : whole);
  });
  const auto result = must(fetched(made(liar.url("/prices.csv"))));
  EXPECT_EQ(result.at("outcome"), "imported");
  EXPECT_EQ(result.at("drops"), 1);
  ASSERT_EQ(house().contents.size(), 1U);
  EXPECT_EQ(house().contents[0], whole) << "half a file is never imported";
}

TEST_P(SourceHostileTest, ARedirectInwardIsNotFollowed) {
  for (const std::string inward : {"http://169.254.169.254/latest/meta-data", "http://10.0.0.1/prices.csv",
                                   "http://[::1]:22/", "file:///etc/passwd"}) {
    const test::LocalServer shop({{"/prices.csv", [&](const auto&) -> base::Result<platform::http::Response> {
                                     platform::http::Response response;
                                     response.status = 302;
                                     response.set("Location", inward);
                                     return response;
                                   }}});
    const auto source = must(sources().create({.supplier = "alpha",
                                               .kind = "http",
                                               .name = base::Uuid::generate().to_string(),
                                               .config = R"({"url": ")" + shop.url("/prices.csv") + "\"}"}));
    const auto refused = fetched(source);
    ASSERT_FALSE(refused) << inward;
    EXPECT_TRUE(refused.error().kind == &platform::client::address_refused ||
                refused.error().kind == &platform::client::url_refused)
        << inward << ": " << refused.error().text();
    EXPECT_EQ(must(sources().find(source.id)).state.problem_code, refused.error().code());
  }
  EXPECT_TRUE(house().handed_over.empty());
}

}  // namespace
