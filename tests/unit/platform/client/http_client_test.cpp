#include "platform/client/http_client.h"

#include <gmock/gmock.h>

#include "platform/client/transfer.h"
#include "support/local_server.h"
#include "support/result_check.h"

using platform::client::AddressRules;
using platform::client::HttpClient;
using platform::client::HttpRequest;
using platform::http::Request;
using platform::http::Response;
using test::code_of;
using test::LocalServer;
using test::must;
using testing::HasSubstr;

namespace {

HttpClient client(std::string_view allowed = "127.0.0.0/8") {
  return HttpClient(must(AddressRules::from(allowed)));
}

HttpRequest of(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  return request;
}

LocalServer::Handler saying(std::string text) {
  return [=](const Request&) -> base::Result<Response> {
    Response response;
    response.body = text;
    response.set("X-Answer", "yes");
    return response;
  };
}

LocalServer::Handler redirecting(std::string location, unsigned status = 302) {
  return [=](const Request&) -> base::Result<Response> {
    Response response;
    response.status = status;
    response.set("Location", location);
    response.body = "gone";
    return response;
  };
}

/// To the same server under its other name.
LocalServer::Handler redirecting_to_address(std::string path) {
  return [=](const Request& request) -> base::Result<Response> {
    const std::string_view host = request.header("host");
    return redirecting("http://127.0.0.1" + std::string(host.substr(host.find(':'))) + path)(request);
  };
}

}  // namespace

TEST(HttpClient, SendsWhatItIsTold) {
  LocalServer server({{"/echo", saying("thanks")}});
  HttpRequest request = of(server.url("/echo?a=1"));
  request.method = "POST";
  request.body = "hello";
  request.headers = {{"X-Mine", "1"}, {"Content-Type", "text/plain"}, {"X-Empty", ""}};
  request.user = "me";
  request.password = "geheim";
  const auto answer = must(client().send(request));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "thanks");
  EXPECT_EQ(answer.header("x-answer"), "yes");
  EXPECT_EQ(answer.final_url, server.url("/echo?a=1"));
  const auto asked = server.requests().at(0);
  EXPECT_EQ(asked.body, "hello");
  EXPECT_EQ(asked.header("x-mine"), "1");
  EXPECT_EQ(asked.header("content-type"), "text/plain");
  EXPECT_EQ(asked.header("authorization"), "Basic bWU6Z2VoZWlt");
  EXPECT_EQ(asked.header("user-agent"), "Suppliers-Import");
  EXPECT_EQ(asked.header("expect"), "");
}

TEST(HttpClient, GivesFailuresOfTheServerAsAnswers) {
  LocalServer server({{"/here", saying("x")}});
  EXPECT_EQ(must(client().send(of(server.url("/nowhere")))).status, 404);
}

TEST(HttpClient, ReadsHeadsAlone) {
  LocalServer server({{"/a", saying("12345")}});
  HttpRequest request = of(server.url("/a"));
  request.method = "HEAD";
  const auto answer = must(client().send(request));
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("content-length"), "5");
}

TEST(HttpClient, ReachesNoPrivateNetworkUnlessAllowed) {
  LocalServer server({{"/a", saying("secret")}});
  EXPECT_EQ(code_of(HttpClient({}).send(of(server.url("/a")))), platform::client::address_refused.code);
  EXPECT_EQ(code_of(HttpClient({}).send(of(server.url("/a", "localhost")))), platform::client::address_refused.code);
  EXPECT_TRUE(server.requests().empty());
  EXPECT_EQ(must(client("localhost").send(of(server.url("/a", "localhost")))).body, "secret");
}

TEST(HttpClient, ChecksTheAddressOnceMoreWhenItConnects) {
  LocalServer server({{"/a", saying("secret")}});
  // A name that looked harmless when it was checked, and leads inside now.
  const platform::client::Exchange exchange{
      must(platform::client::parse_url(server.url("/a", "localhost"))), "GET", {}, {}, {}, {}, {}, 1000};
  const auto wanted = [](const auto&) -> base::Result<bool> { return true; };
  const auto sink = [](auto) -> base::Result<> { return {}; };
  const auto answer = platform::client::transfer(platform::client::make_handle(), {}, exchange, wanted, sink);
  EXPECT_EQ(code_of(answer), platform::client::address_refused.code);
  EXPECT_TRUE(server.requests().empty());
}

TEST(HttpClient, FollowsRedirectsToTheEnd) {
  LocalServer server({{"/a", redirecting("b?x=1")}, {"/b", redirecting("/c", 308)}, {"/c", saying("there")}});
  const auto answer = must(client().send(of(server.url("/a"))));
  EXPECT_EQ(answer.body, "there");
  EXPECT_EQ(answer.final_url, server.url("/c"));
  HttpRequest as_it_is = of(server.url("/a"));
  as_it_is.follow_redirects = 0;
  EXPECT_EQ(must(client().send(as_it_is)).status, 302);
}

TEST(HttpClient, GivesUpOnTooManyRedirects) {
  LocalServer server({{"/a", redirecting("/a")}});
  const auto answer = client().send(of(server.url("/a")));
  EXPECT_EQ(code_of(answer), platform::client::too_many_redirects.code);
  EXPECT_EQ(server.requests().size(), 6U);
}

TEST(HttpClient, IsNotLedInsideByARedirect) {
  LocalServer server({{"/a", redirecting_to_address("/secret")}, {"/secret", saying("secret")}});
  const auto answer = client("localhost").send(of(server.url("/a", "localhost")));
  EXPECT_EQ(code_of(answer), platform::client::address_refused.code);
  EXPECT_THAT(answer.error().message, HasSubstr("redirects"));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(HttpClient, KeepsCredentialsForTheHostTheyWereMeantFor) {
  LocalServer server({{"/same", redirecting("/b")}, {"/other", redirecting_to_address("/b")}, {"/b", saying("x")}});
  const HttpClient both = client("127.0.0.1, localhost");
  for (const char* path : {"/same", "/other"}) {
    HttpRequest request = of(server.url(path, "localhost"));
    request.user = "me";
    request.headers = {{"Cookie", "id=1"}, {"X-Api-Key", "geheim"}, {"Accept", "text/csv"}};
    must(both.send(request));
  }
  const auto asked = server.requests();
  ASSERT_EQ(asked.size(), 4U);
  EXPECT_NE(asked[1].header("authorization"), "");
  EXPECT_EQ(asked[1].header("x-api-key"), "geheim");
  EXPECT_EQ(asked[3].header("authorization"), "");
  EXPECT_EQ(asked[3].header("cookie"), "");
  EXPECT_EQ(asked[3].header("x-api-key"), "");
  EXPECT_EQ(asked[3].header("accept"), "text/csv");
}

TEST(HttpClient, AsksWithGetAfterSeeOther) {
  LocalServer server(
      {{"/form", redirecting("/done", 303)}, {"/again", redirecting("/done", 307)}, {"/done", saying("x")}});
  HttpRequest request = of(server.url("/form"));
  request.method = "POST";
  request.body = "a=1";
  must(client().send(request));
  request.url = server.url("/again");
  must(client().send(request));
  const auto asked = server.requests();
  EXPECT_EQ(asked.at(1).method, platform::http::Method::get);
  EXPECT_EQ(asked.at(1).body, "");
  EXPECT_EQ(asked.at(3).method, platform::http::Method::post);
  EXPECT_EQ(asked.at(3).body, "a=1");
}

TEST(HttpClient, HandsADownloadOnPieceByPiece) {
  const std::string text(300'000, 'x');
  LocalServer server({{"/redirected", redirecting("/big")}, {"/big", saying(text)}});
  std::string taken;
  int heads = 0;
  const auto answer = must(client().download(
      of(server.url("/redirected")),
      [&](std::span<const char> bytes) -> base::Result<> {
        EXPECT_EQ(heads, 1);
        taken.append(bytes.data(), bytes.size());
        return {};
      },
      [&](const platform::client::Download& head) -> base::Result<> {
        EXPECT_EQ(head.status, 200);
        ++heads;
        return {};
      }));
  EXPECT_EQ(taken, text);
  EXPECT_EQ(answer.bytes, text.size());
}

TEST(HttpClient, EndsADownloadItsTakerCannotUse) {
  LocalServer server({{"/a", saying("text")}});
  const auto full = [](auto) -> base::Result<> { return base::failure(base::internal_error, "Full.", "Empty it."); };
  EXPECT_EQ(code_of(client().download(of(server.url("/a")), full)), base::internal_error.code);
  const auto throwing = [](auto) -> base::Result<> { throw std::runtime_error("no memory"); };
  EXPECT_THROW(static_cast<void>(client().download(of(server.url("/a")), throwing)), std::runtime_error);
}

TEST(HttpClient, TakesNoMoreThanAllowed) {
  LocalServer server({{"/a", saying(std::string(2'000, 'x'))}});
  HttpRequest request = of(server.url("/a"));
  request.max_bytes = 1'999;
  EXPECT_EQ(code_of(client().send(request)), platform::client::answer_too_large.code);
  request.max_bytes = 2'000;
  EXPECT_TRUE(client().send(request));
}

TEST(HttpClient, SendsNoHeaderThatHoldsAnother) {
  LocalServer server({{"/a", saying("x")}});
  HttpRequest request = of(server.url("/a"));
  request.headers = {{"X-A", "1\r\nX-B: 2"}};
  EXPECT_EQ(code_of(client().send(request)), platform::client::request_refused.code);
  request.headers = {{"X A", "1"}};
  EXPECT_EQ(code_of(client().send(request)), platform::client::request_refused.code);
  request.headers.clear();
  request.method = "GET /b HTTP/1.1\r\n";
  EXPECT_EQ(code_of(client().send(request)), platform::client::request_refused.code);
  EXPECT_TRUE(server.requests().empty());
}

TEST(HttpClient, AsksNoProxyOfTheEnvironment) {
  LocalServer server({{"/a", saying("direct")}});
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  const auto answer = client().send(of(server.url("/a")));
  ::unsetenv("http_proxy");
  EXPECT_EQ(must(answer).body, "direct");
}
