// Servers that break the rules: each ends in a Problem that says what is wrong, in time.
#include <gmock/gmock.h>

#include <thread>

#include "platform/client/http_client.h"
#include "platform/client/redirects.h"
#include "support/local_server.h"
#include "support/result_check.h"

using platform::client::AddressRules;
using platform::client::HttpClient;
using platform::client::HttpRequest;
using test::code_of;
using test::must;
using test::RawPeer;
using test::RawServer;
using namespace std::chrono_literals;

namespace {

HttpRequest patient_request(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  request.timeouts.total = 10s;
  return request;
}

base::Result<platform::client::HttpResponse> ask(const HttpRequest& request) {
  return HttpClient(must(AddressRules::from("127.0.0.1, ::1"))).send(request);
}

/// What becomes of a request when the server says `text` and hangs up.
std::string_view outcome_of(std::string_view text) {
  RawServer server([=](RawPeer& peer) {
    peer.receive();
    peer.send(text);
  });
  return code_of(ask(patient_request(server.url())));
}

}  // namespace

TEST(HostileServer, ThatAnnouncesMoreThanItSendsIsFound) {
  EXPECT_EQ(outcome_of("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), platform::client::answer_broken.code);
  EXPECT_EQ(outcome_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"),
            platform::client::answer_broken.code);
}

TEST(HostileServer, ThatSendsMoreThanItAnnouncesIsCutOff) {
  RawServer server([](RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ntrue and a lie");
  });
  EXPECT_EQ(must(ask(patient_request(server.url()))).body, "true");
}

TEST(HostileServer, ThatSpeaksNoHttpIsNamed) {
  EXPECT_EQ(outcome_of("220 mail.example ESMTP\r\n"), platform::client::answer_broken.code);
  EXPECT_EQ(outcome_of(""), platform::client::answer_broken.code);
  EXPECT_EQ(outcome_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n"),
            platform::client::answer_broken.code);
}

TEST(HostileServer, WithAnEndlessBodyIsStopped) {
  RawServer server([](RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.send(std::string(10'000, 'x'))) {
    }
  });
  HttpRequest request = patient_request(server.url());
  request.max_bytes = 1'000'000;
  EXPECT_EQ(code_of(ask(request)), platform::client::answer_too_large.code);
}

TEST(HostileServer, ThatAnnouncesTooMuchIsLeftAtOnce) {
  RawServer server([](RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx");
    peer.receive();
  });
  EXPECT_EQ(code_of(ask(patient_request(server.url()))), platform::client::answer_too_large.code);
}

TEST(HostileServer, WithEndlessHeadersIsStopped) {
  RawServer server([](RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\n");
    while (peer.send("X-More: " + std::string(1'000, 'x') + "\r\n")) {
    }
  });
  EXPECT_EQ(code_of(ask(patient_request(server.url()))), platform::client::answer_too_large.code);
}

TEST(HostileServer, ThatPromisesToGoOnForEverIsStopped) {
  RawServer server([](RawPeer& peer) {
    peer.receive();
    while (peer.send("HTTP/1.1 102 Processing\r\n\r\n")) {
    }
  });
  EXPECT_EQ(code_of(ask(patient_request(server.url()))), platform::client::answer_too_large.code);
}

TEST(HostileServer, WithAnEndlessRedirectBodyIsNotListenedTo) {
  std::atomic<int> asked{0};
  RawServer server([&](RawPeer& peer) {
    peer.receive();
    if (asked++ > 0) {
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthere");
      return;
    }
    peer.send("HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n");
    while (peer.send(std::string(10'000, 'x'))) {
    }
  });
  EXPECT_EQ(must(ask(patient_request(server.url()))).body, "there");
}

TEST(HostileServer, ThatSaysNothingIsGivenUp) {
  RawServer server([](RawPeer& peer) {
    peer.receive();
    std::this_thread::sleep_for(700ms);
  });
  HttpRequest request = patient_request(server.url());
  request.timeouts.total = 300ms;
  EXPECT_EQ(code_of(ask(request)), platform::client::answer_too_slow.code);
}

TEST(HostileServer, ThatTricklesIsGivenUp) {
  RawServer server([](RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.send("x")) std::this_thread::sleep_for(50ms);
  });
  HttpRequest request = patient_request(server.url());
  request.timeouts.stalled_after = 1s;
  const auto answer = ask(request);
  EXPECT_EQ(code_of(answer), platform::client::answer_too_slow.code);
  EXPECT_THAT(answer.error().message, testing::HasSubstr("1,024 bytes a second"));
}

TEST(HostileServer, ThatIsAbsentOrUnknownIsNamed) {
  std::string closed;
  {
    RawServer server([](RawPeer&) {});
    closed = server.url();
  }
  EXPECT_EQ(code_of(ask(patient_request(closed))), platform::client::host_unreachable.code);
  EXPECT_EQ(code_of(ask(patient_request("http://nobody.invalid/"))), platform::client::host_unknown.code);
}

TEST(HostileServer, WithoutTlsUnderAnHttpsAddressIsNamed) {
  RawServer server([](RawPeer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  const std::string url = "https" + server.url().substr(4);
  EXPECT_EQ(code_of(ask(patient_request(url))), platform::client::tls_failed.code);
}

TEST(HostileServer, IsNotFollowedOutOfEncryption) {
  platform::client::Exchange exchange;
  exchange.url = must(platform::client::parse_url("https://shop.example/feed"));
  platform::client::Download answer;
  answer.status = 302;
  const auto leads_to = [&](std::string location) {
    answer.headers = {{"location", std::move(location)}};
    auto copy = exchange;
    return std::string(code_of(platform::client::redirect(copy, answer, {})));
  };
  EXPECT_EQ(leads_to("http://shop.example/feed"), platform::client::redirect_refused.code);
  EXPECT_EQ(leads_to("ftp://shop.example/feed"), platform::client::url_refused.code);
  EXPECT_EQ(leads_to("https://user:pass@shop.example/feed"), platform::client::url_refused.code);
  EXPECT_EQ(leads_to("//0x7f.1/feed"), platform::client::url_refused.code);
  EXPECT_EQ(leads_to("//10.0.0.1/feed"), platform::client::address_refused.code);
  EXPECT_EQ(leads_to("//other.example/feed"), "");
  EXPECT_EQ(leads_to("feed2?a=b c"), "");
}
