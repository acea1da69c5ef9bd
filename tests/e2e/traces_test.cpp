// One trace follows a feed from the supplier's server to the news of it.
#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "support/local_server.h"
#include "support/running_server.h"
#include "support/sentry_receiver.h"
#include "support/waiting.h"

namespace {

namespace json = boost::json;
using test::text_at;

class Traces : public test::ProgramTest {
 protected:
  Traces() {
    installation.set("ADMIN_PASSWORD", test::administrator_password);
    installation.set("ALLOWED_PRIVATE_NETWORKS", "127.0.0.1");
    installation.set("SENTRY_DSN", receiver_.dsn());
    installation.set("SENTRY_TRACES_SAMPLE_RATE", "1");
  }

  /// Names of the steps of this trace, by the job they were taken in.
  std::map<std::string, std::vector<std::string>> steps_of(const std::string& trace) const {
    std::map<std::string, std::vector<std::string>> steps;
    for (const auto& one : receiver_.received()) {
      if (one.item_header.at("type") != "transaction") continue;
      if (text_at(one.item.at("contexts").at("trace"), "trace_id") != trace) continue;
      auto& of_job = steps[text_at(one.item, "transaction")];
      for (const json::value& span : one.item.at("spans").as_array()) of_job.push_back(text_at(span, "description"));
    }
    return steps;
  }

  test::SentryReceiver receiver_;
  test::LocalServer supplier_{{{"/prices.csv",
                                [](const platform::http::Request&) -> base::Result<platform::http::Response> {
                                  platform::http::Response response;
                                  response.body = "sku;name;price;stock\nA-1;Stylo bleu;1,20;5\n";
                                  return response;
                                }},
                               {"/hook", [](const platform::http::Request&) -> base::Result<platform::http::Response> {
                                  return platform::http::Response{};
                                }}}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Traces, test::both_engines(), test::engine_name);

TEST_P(Traces, FollowAFeedFromItsFetchToItsNews) {
  test::RunningServer server(installation);
  const auto client = server.signed_in();
  ASSERT_EQ(client.post("/api/v1/suppliers", {{"code", "acme"}}).status, 201U);
  ASSERT_EQ(client.post("/api/v1/webhooks", {{"url", supplier_.url("/hook")}, {"events", {"*"}}}).status, 201U);
  const auto source = client.post("/api/v1/suppliers/acme/sources",
                                  {{"kind", "http"}, {"config", {{"url", supplier_.url("/prices.csv")}}}});
  ASSERT_EQ(source.status, 201U) << source.body;
  const auto queued = client.post("/api/v1/sources/" + text_at(source.json(), "id") + "/fetch", json::object{}).json();
  const std::string fetch = "/api/v1/jobs/" + text_at(queued, "job_id");
  const std::string trace = text_at(client.get(fetch).json(), "trace_id");
  ASSERT_EQ(trace.size(), 32U);

  using Steps = std::vector<std::string>;
  const std::map<std::string, Steps> wanted{{"job fetch", {"fetch", "hand over"}},
                                            {"job import", {"archive", "sniff", "scan", "merge", "prove"}},
                                            {"job import_finished", {"announce"}},
                                            {"job webhook_delivery", {}}};
  const auto is_complete = [&] {
    const auto steps = steps_of(trace);
    return std::ranges::all_of(wanted, [&](const auto& one) { return steps.contains(one.first); });
  };
  ASSERT_TRUE(test::comes_true(is_complete, std::chrono::seconds(60))) << steps_of(trace).size();
  const auto steps = steps_of(trace);
  for (const auto& [job, in_order] : wanted) EXPECT_EQ(steps.at(job), in_order) << job;

  const std::string import = text_at(client.get(fetch).json().at("result"), "import_id");
  EXPECT_EQ(text_at(client.get("/api/v1/jobs/" + import).json(), "trace_id"), trace);
  for (const char* const job : {"job fetch", "job import ", "job import_finished", "job webhook_delivery"}) {
    const std::string log = server.process().err();
    const std::size_t line = log.find(job);
    ASSERT_NE(line, std::string::npos) << job << '\n' << log;
    EXPECT_NE(log.substr(line, log.find('\n', line) - line).find("trace_id=" + trace), std::string::npos) << log;
  }
}

}  // namespace
