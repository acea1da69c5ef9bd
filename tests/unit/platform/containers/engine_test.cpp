#include "platform/containers/engine.h"

#include <gmock/gmock.h>

#include "support/local_server.h"
#include "support/result_check.h"

// What an engine that is away or out of its mind is met with. Against a real one: tests/stack/releases.

namespace {

using platform::containers::Engine;
using platform::containers::EngineAddress;
using test::code_of;
using testing::HasSubstr;

Engine engine_at(const test::RawServer& server) {
  const std::string url = server.url("");
  return Engine(EngineAddress{"", url.substr(url.find("//") + 2)});
}

test::RawServer answering(const std::string& status, const std::string& body) {
  return test::RawServer([=](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
              "\r\nConnection: close\r\n\r\n" + body);
  });
}

TEST(EngineAway, SaysHowToReachIt) {
  const auto nobody = Engine(EngineAddress{"/nowhere/engine.sock"}).check();
  ASSERT_EQ(code_of(nobody), "containers.unreachable");
  EXPECT_THAT(nobody.error().message, HasSubstr("unix:///nowhere/engine.sock"));
  EXPECT_THAT(nobody.error().cure, HasSubstr("DOCKER_HOST"));
}

TEST(EngineAway, IsNoticedWhenItHangsUp) {
  const test::RawServer server([](test::RawPeer& peer) { peer.receive(); });
  EXPECT_EQ(code_of(engine_at(server).list({})), "containers.unreachable");
}

TEST(OddEngine, IsQuotedWhenItRefuses) {
  const auto server = answering("409 Conflict", R"({"message":"the name is in use"})");
  const auto refused = engine_at(server).create("shop-api-2", {});
  ASSERT_EQ(code_of(refused), "containers.refused");
  EXPECT_THAT(refused.error().message, HasSubstr("the name is in use"));
}

TEST(OddEngine, IsNotBelievedWithoutJson) {
  for (const char* const body : {"<html>", "[1, 2", ""}) {
    const auto server = answering("200 OK", body);
    EXPECT_EQ(code_of(engine_at(server).list({})), "containers.refused") << body;
  }
}

TEST(OddEngine, MayLeaveOutWhatItLikes) {
  const auto server = answering("200 OK", R"([{}, {"Id": 7}, "x", {"Id": "a", "Names": [], "Labels": null}])");
  const auto listed = engine_at(server).list({});
  ASSERT_EQ(code_of(listed), "");
  EXPECT_EQ(listed->size(), 3U);
}

TEST(GoneContainer, IsNothingToFindAndNothingToRemove) {
  const auto server = answering("404 Not Found", R"({"message":"no such container"})");
  const Engine engine = engine_at(server);
  EXPECT_FALSE(test::must(engine.find("abc")));
  EXPECT_EQ(code_of(engine.inspect("abc")), "containers.unknown");
  EXPECT_EQ(code_of(engine.remove("abc")), "");
}

/// Says of the container that it runs, and of waiting for it what a test wants.
test::RawServer with_one_running(const std::string& status, const std::string& body, std::string* asked = nullptr) {
  return test::RawServer([=](test::RawPeer& peer) {
    const std::string head = peer.receive();
    const bool is_wait = head.starts_with("POST ") && head.find("/containers/abc/wait ") != std::string::npos;
    if (is_wait && asked != nullptr) *asked = head.substr(0, head.find('\r'));
    const std::string answer = is_wait ? body : R"({"Id":"abc","Name":"/shop-migrate","State":{"Status":"running"}})";
    peer.send("HTTP/1.1 " + (is_wait ? status : "200 OK") + "\r\nContent-Length: " + std::to_string(answer.size()) +
              "\r\nConnection: close\r\n\r\n" + answer);
  });
}

TEST(WaitingForAContainer, GivesItsExitCode) {
  std::string asked;
  const auto server = with_one_running("200 OK", R"({"StatusCode":3,"Error":null})", &asked);
  EXPECT_EQ(test::must(engine_at(server).wait("abc", std::chrono::seconds(20))), 3);
  EXPECT_EQ(asked, "POST /v1.41/containers/abc/wait HTTP/1.1");
}

TEST(WaitingForAContainer, EndsAtTheLimitAndNamesIt) {
  const test::RawServer server([](test::RawPeer& peer) {
    if (peer.receive().starts_with("POST ")) {
      // The head comes at once, the rest when the container ends, which it does not.
      peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      peer.receive();
      return;
    }
    const std::string answer = R"({"Id":"abc","Name":"/shop-migrate","State":{"Status":"running"}})";
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(answer.size()) + "\r\nConnection: close\r\n\r\n" +
              answer);
  });
  const auto waited = engine_at(server).wait("abc", std::chrono::seconds(1));
  ASSERT_EQ(code_of(waited), "containers.timeout");
  EXPECT_THAT(waited.error().message, HasSubstr("shop-migrate has not ended within 1 seconds"));
  EXPECT_THAT(waited.error().cure, HasSubstr("docker logs shop-migrate"));
}

TEST(WaitingForAContainer, FailsWhereTheEngineDoes) {
  const auto refusing = with_one_running("500 Internal Server Error", R"({"message":"no such luck"})");
  EXPECT_EQ(code_of(engine_at(refusing).wait("abc", std::chrono::seconds(20))), "containers.refused");
  const auto odd = with_one_running("200 OK", R"({"Error":null})");
  EXPECT_EQ(code_of(engine_at(odd).wait("abc", std::chrono::seconds(20))), "containers.refused");
}

}  // namespace
