#include <gmock/gmock.h>

#include <atomic>
#include <boost/json.hpp>

#include "domain/notifications/webhook_signature.h"
#include "integration/notifications/notifications_fixture.h"
#include "support/local_server.h"
#include "support/waiting.h"

namespace {

using namespace std::chrono_literals;
using notifications::Delivery;
using notifications::DeliveryStatus;
using platform::http::Request;
using platform::http::Response;
using test::code_of;
using test::LocalServer;
using test::must;
using testing::HasSubstr;

class WebhookDelivery : public test::NotificationsTest {
 protected:
  static Options quick() {
    Options options;
    options.webhooks.waits = {10ms, 10ms, 10ms};
    options.webhooks.total_timeout = 5s;
    return options;
  }
  /// A receiver that gives these answers, the last one again and again.
  static LocalServer::Handler answering(std::vector<unsigned> statuses) {
    auto next = std::make_shared<std::atomic<std::size_t>>(0);
    return [statuses = std::move(statuses), next](const Request&) -> base::Result<Response> {
      Response response;
      response.status = statuses[std::min(next->fetch_add(1), statuses.size() - 1)];
      response.body = "I say " + std::to_string(response.status);
      return response;
    };
  }
  notifications::WebhookSecret add(Process& process, const std::string& url, std::vector<std::string> events = {"*"}) {
    return must(process.notifier->webhooks().create({url, "", std::move(events), true, ana()}));
  }
  static std::vector<Delivery> log_of(Process& process) {
    return must(process.notifier->webhooks().deliveries({})).items;
  }
  /// What became of the only delivery once it has ended.
  Delivery outcome(Process& process) {
    EXPECT_TRUE(happens([&] { return log_of(process).at(0).status != DeliveryStatus::waiting; }));
    return log_of(process).at(0);
  }
  /// What becomes of a test event sent to this address.
  Delivery tested(const std::string& url, const Options& options = quick()) {
    Process& process = start(options);
    return must(process.notifier->webhooks().test(add(process, url).webhook.id));
  }
  /// Whether the receiver finds the request signed with these secrets, in order.
  static void expect_signed(const Request& request, const std::vector<std::string>& secrets) {
    const std::string signature(request.header("x-signature"));
    ASSERT_TRUE(signature.starts_with("t="));
    const auto seconds = std::stoll(signature.substr(2));
    EXPECT_NEAR(static_cast<double>(seconds), static_cast<double>(base::Timestamp::now().microseconds()) / 1e6, 60);
    EXPECT_EQ(signature, notifications::signature_of(secrets, base::Timestamp(seconds * 1'000'000), request.body));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, WebhookDelivery, test::both_engines(), test::engine_name);

TEST_P(WebhookDelivery, BringsTheEventSignedToThoseWhoWantIt) {
  const LocalServer receiver({{"/hook", answering({200})}, {"/other", answering({200})}});
  Process& process = start(quick());
  const auto made = add(process, receiver.url("/hook"), {"import.failed"});
  add(process, receiver.url("/other"), {"stock.low"});
  auto event = failed("ACME", "import.failed:7");
  event.data = R"({"rows":3})";
  for (int i = 0; i < 3; ++i) must(process.notifier->notify(event));
  must(process.notifier->notify(finished()));
  process.worker->start();
  ASSERT_TRUE(all_jobs_ended());
  const auto requests = receiver.requests();
  ASSERT_EQ(requests.size(), 1U) << "once, to the one who wants it";
  const Request& request = requests[0];
  EXPECT_EQ(request.path, "/hook");
  expect_signed(request, {made.secret});
  EXPECT_EQ(request.header("x-event"), "import.failed");
  EXPECT_EQ(request.header("content-type"), "application/json");
  const auto body = boost::json::parse(request.body).as_object();
  EXPECT_EQ(body.at("event").as_string(), "import.failed");
  EXPECT_EQ(body.at("title").as_string(), "Import of ACME failed");
  EXPECT_EQ(body.at("parameters").at("supplier").as_string(), "ACME");
  EXPECT_EQ(body.at("data").at("rows").to_number<int>(), 3);
  const auto log = log_of(process);
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(request.header("x-delivery"), log[0].id.to_string());
  EXPECT_EQ(log[0].status, DeliveryStatus::delivered);
  EXPECT_EQ(log[0].response_status, 200);
  EXPECT_EQ(log[0].response_body, "I say 200");
  EXPECT_TRUE(log[0].duration_ms.has_value());
}

TEST_P(WebhookDelivery, IsTriedAgainUntilItIsAccepted) {
  const LocalServer receiver({{"/hook", answering({500, 503, 200})}});
  Process& process = start(quick());
  add(process, receiver.url("/hook"));
  must(process.notifier->notify(failed()));
  process.worker->start();
  const Delivery delivered = outcome(process);
  EXPECT_EQ(delivered.status, DeliveryStatus::delivered);
  EXPECT_EQ(delivered.attempts, 3);
  EXPECT_EQ(delivered.problem_code, "");
  const auto requests = receiver.requests();
  ASSERT_EQ(requests.size(), 3U);
  for (const Request& request : requests) {
    EXPECT_EQ(request.header("x-delivery"), delivered.id.to_string()) << "the id stays the same";
    EXPECT_EQ(request.body, requests[0].body);
  }
  EXPECT_TRUE(test::comes_true([&] {
    return !must(process.notifier->webhooks().find(delivered.webhook_id)).failing_since.has_value();
  })) << "the webhook is noted as well again after the delivery is";
}

TEST_P(WebhookDelivery, IsGivenUpAfterAllAttemptsAndReplayedOnDemand) {
  const LocalServer receiver({{"/hook", answering({500, 500, 500, 500, 201})}});
  Process& process = start(quick());
  auto& webhooks = process.notifier->webhooks();
  const auto id = add(process, receiver.url("/hook")).webhook.id;
  must(process.notifier->notify(failed()));
  const auto waiting = log_of(process).at(0);
  EXPECT_EQ(code_of(webhooks.replay(waiting.id)), "webhook.delivery_waits");
  process.worker->start();
  const Delivery failed_one = outcome(process);
  EXPECT_EQ(failed_one.status, DeliveryStatus::failed);
  EXPECT_EQ(failed_one.attempts, 4);
  EXPECT_EQ(failed_one.response_status, 500);
  EXPECT_EQ(failed_one.problem_code, "webhook.refused");
  EXPECT_TRUE(must(webhooks.find(id)).failing_since.has_value());
  const Delivery again = must(webhooks.replay(failed_one.id));
  EXPECT_EQ(again.status, DeliveryStatus::waiting);
  const Delivery delivered = outcome(process);
  EXPECT_EQ(delivered.status, DeliveryStatus::delivered);
  EXPECT_EQ(delivered.attempts, 5);
  EXPECT_EQ(receiver.requests().back().header("x-delivery"), failed_one.id.to_string());
  EXPECT_EQ(code_of(webhooks.replay(base::Uuid::generate())), "webhook.delivery_unknown");
}

TEST_P(WebhookDelivery, IsSpreadOverADay) {
  const notifications::WebhookOptions usual;
  EXPECT_EQ(usual.waits.size() + 1, 8U);
  std::chrono::milliseconds all{0};
  for (const auto wait : usual.waits) all += wait;
  EXPECT_GT(all, 20h);
  EXPECT_LT(all, 24h);
}

TEST_P(WebhookDelivery, IsSignedWithBothSecretsForAWhileAfterARotation) {
  const LocalServer receiver({{"/hook", answering({200})}});
  Process& process = start(quick());
  auto& webhooks = process.notifier->webhooks();
  const auto made = add(process, receiver.url("/hook"));
  const auto rotated = must(webhooks.rotate_secret(made.webhook.id));
  EXPECT_NE(rotated.secret, made.secret);
  must(webhooks.test(made.webhook.id));
  expect_signed(receiver.requests().at(0), {rotated.secret, made.secret});
  run("UPDATE webhooks SET previous_until = '2020-01-01T00:00:00.000000Z'");
  must(webhooks.test(made.webhook.id));
  expect_signed(receiver.requests().at(1), {rotated.secret});
}

TEST_P(WebhookDelivery, SwitchesOffAReceiverThatFailsForDaysAndTellsItsMaker) {
  const LocalServer receiver({{"/hook", answering({500})}});
  Process& process = start(quick());
  const auto id = add(process, receiver.url("/hook")).webhook.id;
  const auto failing_for = [&](std::chrono::hours time) {
    const auto since = base::Timestamp::now() + -std::chrono::microseconds(time);
    run("UPDATE webhooks SET failing_since = '" + since.to_string() + "'");
  };
  process.worker->start();
  failing_for(71h);
  must(process.notifier->notify(finished()));
  ASSERT_TRUE(all_jobs_ended());
  EXPECT_TRUE(must(process.notifier->webhooks().find(id)).is_enabled);
  failing_for(73h);
  must(process.notifier->notify(finished()));
  ASSERT_TRUE(all_jobs_ended());
  const auto off = must(process.notifier->webhooks().find(id));
  EXPECT_FALSE(off.is_enabled);
  EXPECT_THAT(off.disabled_reason, HasSubstr("500"));
  EXPECT_EQ(log_of(process).at(0).problem_code, "webhook.switched_off") << "nothing more is sent";
  const auto told = must(process.notifier->notifications().list(ana(), {.kind = "webhook.disabled"})).items;
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].parameters.at("url"), receiver.url("/hook"));
  EXPECT_TRUE(must(process.notifier->notifications().list(bob(), {.kind = "webhook.disabled"})).items.empty());
  const auto before = receiver.requests().size();
  must(process.notifier->notify(finished()));
  EXPECT_TRUE(all_jobs_ended());
  EXPECT_EQ(receiver.requests().size(), before);
}

TEST_P(WebhookDelivery, OfATestIsMadeAtOnceAlsoWhenSwitchedOff) {
  const LocalServer receiver({{"/hook", answering({418, 204})}});
  Process& process = start(quick());
  auto& webhooks = process.notifier->webhooks();
  const auto id = add(process, receiver.url("/hook")).webhook.id;
  must(webhooks.update(id, {.is_enabled = false}));
  const Delivery refused = must(webhooks.test(id));
  EXPECT_EQ(refused.status, DeliveryStatus::failed);
  EXPECT_EQ(refused.response_status, 418);
  EXPECT_THAT(refused.problem_message, HasSubstr("418"));
  EXPECT_EQ(must(webhooks.test(id)).status, DeliveryStatus::delivered);
  EXPECT_EQ(receiver.requests().at(0).header("x-event"), "webhook.test");
  EXPECT_FALSE(must(webhooks.find(id)).failing_since.has_value()) << "a test is no failure";
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM jobs"), "0");
  EXPECT_EQ(code_of(webhooks.test(base::Uuid::generate())), "webhook.unknown");
}

TEST_P(WebhookDelivery, IsNotMadeTwiceByAProcessTakingOver) {
  const LocalServer receiver({{"/hook", answering({500, 200})}});
  Process& process = start(quick());
  add(process, receiver.url("/hook"));
  must(process.notifier->notify(failed()));
  process.worker->start();
  ASSERT_EQ(outcome(process).status, DeliveryStatus::delivered);
  ASSERT_TRUE(all_jobs_ended());
  // As if the first attempt's process had been lost before it queued the second.
  run("DELETE FROM jobs WHERE payload LIKE '%\"attempt\":2%'");
  run("UPDATE webhook_deliveries SET status = 'waiting', attempts = 1, next_attempt_at = "
      "'2020-01-01T00:00:00.000000Z'");
  run("UPDATE jobs SET status = 'waiting', run_at = '2020-01-01T00:00:00.000000Z'");
  ASSERT_TRUE(all_jobs_ended());
  EXPECT_EQ(receiver.requests().size(), 3U) << "the second attempt, not the first";
  EXPECT_EQ(outcome(process).attempts, 2);
}

TEST_P(WebhookDelivery, IsQueuedAgainWhenItsJobWasLost) {
  const LocalServer receiver({{"/hook", answering({200})}});
  Process& process = start(quick());
  add(process, receiver.url("/hook"));
  must(process.notifier->notify(failed()));
  run("DELETE FROM jobs");
  must(process.notifier->tidy(base::Timestamp::now()));
  EXPECT_EQ(scalar("SELECT COUNT(*) FROM jobs"), "0");
  must(process.notifier->tidy(base::Timestamp::now() + 11min));
  process.worker->start();
  EXPECT_EQ(outcome(process).status, DeliveryStatus::delivered);
  must(process.notifier->tidy(base::Timestamp::now() + 24h * 31));
  EXPECT_TRUE(log_of(process).empty()) << "the log is kept for a month";
}

TEST_P(WebhookDelivery, StaysAwayFromAddressesInside) {
  const LocalServer receiver({{"/hook", answering({200})}});
  const auto id = add(start(quick()), receiver.url("/hook")).webhook.id;
  Options strict = quick();
  strict.allowed_networks = "";
  Process& process = start(strict);
  const Delivery delivery = must(process.notifier->webhooks().test(id));
  EXPECT_EQ(delivery.problem_code, "client.address_refused") << "checked at each delivery, not only when it was made";
  EXPECT_TRUE(receiver.requests().empty());
}

TEST_P(WebhookDelivery, FollowsNoRedirect) {
  const LocalServer receiver({{"/hook",
                               [](const Request& request) -> base::Result<Response> {
                                 Response response;
                                 response.status = 307;
                                 response.set("Location", "http://" + std::string(request.header("host")) + "/inside");
                                 return response;
                               }},
                              {"/inside", answering({200})}});
  const Delivery delivery = tested(receiver.url("/hook"));
  EXPECT_EQ(delivery.response_status, 307);
  EXPECT_EQ(delivery.problem_code, "webhook.refused");
  EXPECT_EQ(receiver.requests().size(), 1U);
}

TEST_P(WebhookDelivery, ReadsOnlyTheBeginningOfAnEndlessAnswer) {
  const test::RawServer receiver([](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
    while (peer.send(std::string(10'001, 'e') + "é")) {
    }
  });
  const Delivery delivery = tested(receiver.url());
  EXPECT_EQ(delivery.status, DeliveryStatus::delivered);
  EXPECT_EQ(delivery.response_body, std::string(2'048, 'e'));
}

TEST_P(WebhookDelivery, DoesNotWaitForASlowReceiver) {
  const LocalServer receiver({{"/hook", [](const Request&) -> base::Result<Response> {
                                 std::this_thread::sleep_for(1s);
                                 return Response{};
                               }}});
  Options impatient = quick();
  impatient.webhooks.total_timeout = 200ms;
  const Delivery delivery = tested(receiver.url("/hook"), impatient);
  EXPECT_EQ(delivery.problem_code, "client.too_slow");
  EXPECT_LT(*delivery.duration_ms, 900);
}

TEST_P(WebhookDelivery, KeepsAnswersThatAreNoText) {
  const LocalServer receiver({{"/hook", [](const Request&) -> base::Result<Response> {
                                 Response response;
                                 response.status = 400;
                                 response.body = std::string("a\0b\xff\xfe", 5) + std::string(5'000, '\xe9');
                                 return response;
                               }}});
  const Delivery delivery = tested(receiver.url("/hook"));
  EXPECT_EQ(delivery.response_status, 400);
  EXPECT_TRUE(delivery.response_body.starts_with("a?b??")) << delivery.response_body;
}

}  // namespace
