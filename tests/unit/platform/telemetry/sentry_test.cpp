#include "platform/telemetry/sentry.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <future>

#include "support/http_client.h"
#include "support/result_check.h"
#include "support/sentry_receiver.h"

namespace platform::telemetry {
namespace {

using namespace std::chrono_literals;
using test::code_of;
using test::must;

/// A program that reports to a receiver of its own.
class SentryReceiver : public ::testing::Test {
 protected:
  static bool post(const std::string& url, const Sentry::Headers& headers, const std::string& body) {
    const std::size_t colon = url.find(':', 7);
    const std::size_t slash = url.find('/', colon);
    try {
      const test::HttpClient client(static_cast<unsigned short>(std::stoul(url.substr(colon + 1, slash - colon - 1))));
      return client.send("POST", url.substr(slash), body, headers).status < 300;
    } catch (const boost::system::system_error&) {
      return false;
    }
  }

  SentryOptions options(double rate = 0) const {
    return {.dsn = receiver_.dsn(), .environment = "test", .release = "1.2.3", .traces_sample_rate = rate};
  }
  std::vector<test::SentryReceiver::Received> received() const { return receiver_.received(); }

  test::SentryReceiver receiver_;
};

TEST_F(SentryReceiver, AnErrorArrivesWholeAndWithoutSecrets) {
  const auto sentry = must(Sentry::open(options(), &SentryReceiver::post));
  sentry->report(ErrorReport{
      "exception", "no route to postgresql://app:hush@db/main", "GET /api/v1/products/{id}", {{"request_id", "r-1"}}});
  ASSERT_TRUE(sentry->flush(10s));
  const auto all = received();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].path, "/api/42/envelope/");
  EXPECT_EQ(all[0].auth, "Sentry sentry_version=7, sentry_client=suppliers-import/1, sentry_key=abc123");
  EXPECT_EQ(all[0].type, "application/x-sentry-envelope");
  EXPECT_EQ(all[0].item_header.at("type"), "event");
  EXPECT_EQ(all[0].header.at("event_id"), all[0].item.at("event_id"));
  EXPECT_EQ(all[0].item.at("event_id").as_string().size(), 32U);
  EXPECT_EQ(all[0].item.at("level"), "error");
  EXPECT_EQ(all[0].item.at("environment"), "test");
  EXPECT_EQ(all[0].item.at("release"), "1.2.3");
  EXPECT_EQ(all[0].item.at("transaction"), "GET /api/v1/products/{id}");
  EXPECT_EQ(all[0].item.at("tags").at("request_id"), "r-1");
  const auto& value = all[0].item.at("exception").at("values").at(0);
  EXPECT_EQ(value.at("type"), "exception");
  EXPECT_EQ(value.at("value"), "no route to postgresql://app:***@db/main");
  EXPECT_EQ(sentry->statistics().sent, 1U);
}

TEST_F(SentryReceiver, ATraceTellsNameTimeAndStatus) {
  const auto sentry = must(Sentry::open(options(1), &SentryReceiver::post));
  sentry->report(TraceReport{"job import", "queue.task", std::string(trace_status(500)), 1500ms, {}});
  ASSERT_TRUE(sentry->flush(10s));
  const auto item = received().at(0).item;
  EXPECT_EQ(item.at("type"), "transaction");
  EXPECT_EQ(item.at("transaction"), "job import");
  const auto& trace = item.at("contexts").at("trace");
  EXPECT_EQ(trace.at("op"), "queue.task");
  EXPECT_EQ(trace.at("status"), "internal_error");
  EXPECT_EQ(trace.at("trace_id").as_string().size(), 32U);
  EXPECT_EQ(trace.at("span_id").as_string().size(), 16U);
  const auto time = [&](const char* name) { return *base::Timestamp::parse(std::string(item.at(name).as_string())); };
  EXPECT_EQ(time("timestamp") - time("start_timestamp"), 1500ms);
}

TEST_F(SentryReceiver, ATraceHasItsStepsInTheirOrder) {
  const auto sentry = must(Sentry::open(options(1), &SentryReceiver::post));
  const base::Timestamp began = base::Timestamp::now() + -2s;
  sentry->report(TraceReport{.name = "job import",
                             .operation = "queue.task",
                             .status = "ok",
                             .duration = 2s,
                             .trace_id = "0123456789abcdef0123456789abcdef",
                             .spans = {{"scan", began, 500ms}, {"merge", began + 500ms, 1500ms}}});
  ASSERT_TRUE(sentry->flush(10s));
  const auto item = received().at(0).item;
  EXPECT_EQ(item.at("contexts").at("trace").at("trace_id"), "0123456789abcdef0123456789abcdef");
  const auto& spans = item.at("spans").as_array();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].at("description"), "scan");
  EXPECT_EQ(spans[1].at("description"), "merge");
  EXPECT_EQ(spans[1].at("trace_id"), "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(spans[1].at("parent_span_id"), item.at("contexts").at("trace").at("span_id"));
  EXPECT_EQ(spans[0].at("timestamp"), spans[1].at("start_timestamp"));
}

TEST_F(SentryReceiver, OnlyTheChosenShareOfTracesIsSent) {
  std::atomic<int> sent{0};
  auto some = options(0.5);
  some.most_waiting = 10'000;
  const auto sentry = must(Sentry::open(some, [&](const auto&, const auto&, const auto&) { return ++sent > 0; }));
  for (int i = 0; i < 1'000; ++i) sentry->report(TraceReport{"GET /", "http.server", "ok", 1ms, {}});
  ASSERT_TRUE(sentry->flush(10s));
  EXPECT_GT(sent, 350);
  EXPECT_LT(sent, 650);
  const auto none = must(Sentry::open(options(0), [&](const auto&, const auto&, const auto&) { return ++sent > 0; }));
  const int before = sent;
  none->report(TraceReport{"GET /", "http.server", "ok", 1ms, {}});
  ASSERT_TRUE(none->flush(10s));
  EXPECT_EQ(sent, before);
}

TEST_F(SentryReceiver, WhenTheReceiverIsAwayReportsAreDroppedAndCounted) {
  const auto where = options();
  receiver_.stop();
  const auto sentry = must(Sentry::open(where, &SentryReceiver::post));
  for (int i = 0; i < 3; ++i) sentry->report(ErrorReport{"exception", "away", "GET /", {}});
  ASSERT_TRUE(sentry->flush(10s));
  EXPECT_EQ(sentry->statistics().sent, 0U);
  EXPECT_EQ(sentry->statistics().dropped, 3U);
}

TEST_F(SentryReceiver, ASlowReceiverKeepsNobodyWaiting) {
  auto few = options();
  few.most_waiting = 5;
  std::promise<void> go_on;
  const std::shared_future<void> gate = go_on.get_future().share();
  const auto sentry = must(Sentry::open(few, [gate](const auto&, const auto&, const auto&) {
    gate.wait();
    return true;
  }));
  for (int i = 0; i < 50; ++i) sentry->report(ErrorReport{"exception", "many", "GET /", {}});
  EXPECT_GE(sentry->statistics().dropped, 44U);
  EXPECT_LE(sentry->statistics().waiting, 5U);
  go_on.set_value();
  ASSERT_TRUE(sentry->flush(10s));
  EXPECT_EQ(sentry->statistics().sent + sentry->statistics().dropped, 50U);
}

TEST(SentryDsn, GivesTheAddressOfTheEnvelopeEndpoint) {
  EXPECT_EQ(must(parse_sentry_dsn("https://key@o1.ingest.sentry.io/77")).url,
            "https://o1.ingest.sentry.io/api/77/envelope/");
  EXPECT_EQ(must(parse_sentry_dsn("https://key:secret@host:9000/below/77")).url,
            "https://host:9000/below/api/77/envelope/");
  EXPECT_TRUE(must(parse_sentry_dsn("https://key:secret@host/7")).auth.ends_with("sentry_key=key"));
}

TEST(SentryDsn, WhatIsNoneIsRefusedWithoutShowingItsKey) {
  for (const char* dsn : {"", "host/1", "ftp://kkk@host/1", "https://host/1", "https://kkk@host", "https://kkk@/1",
                          "https://kkk@host/", "https://@host/1", "https://k k@host/1", "https://kkk@ho st/1"}) {
    const auto refused = parse_sentry_dsn(dsn);
    ASSERT_EQ(code_of(refused), sentry_dsn_invalid.code) << dsn;
    EXPECT_EQ(refused.error().text().find("kkk"), std::string::npos) << dsn;
  }
}

}  // namespace
}  // namespace platform::telemetry
