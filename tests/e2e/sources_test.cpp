// Feeds that arrive by themselves, through the real program: fetched from a supplier's server, imported, and told of.
#include <optional>
#include <set>
#include <thread>

#include "support/file_servers.h"
#include "support/local_server.h"
#include "support/mail_server.h"
#include "support/running_server.h"
#include "support/waiting.h"

namespace {

namespace json = boost::json;
using test::number_at;
using test::text_at;

constexpr std::string_view price_list =
    "sku;ean;name;price;stock\n"
    "A-1;4006381333931;Stylo bleu;1,20;5\n"
    "A-2;5901234123457;Cahier;2,50;7\n"
    "A-3;4006381333932;Gomme;0,80;9\n";  // its check digit is wrong

/// What `ask` gives once it gives something.
template <class Ask>
json::value eventually(const std::string& what, Ask ask, std::chrono::seconds within = std::chrono::seconds(60)) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (std::chrono::steady_clock::now() < until) {
    if (std::optional<json::value> got = ask()) return *got;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error(what + " did not come within " + std::to_string(within.count()) + " seconds");
}

class Sources : public test::ProgramTest {
 protected:
  Sources() {
    installation.set("ADMIN_PASSWORD", test::administrator_password);
    installation.set("ALLOWED_PRIVATE_NETWORKS", "127.0.0.1");
  }

  test::LocalServer supplier_{{{"/prices.csv",
                                [](const platform::http::Request& request) -> base::Result<platform::http::Response> {
                                  platform::http::Response response;
                                  response.status = request.header("if-none-match") == "\"v1\"" ? 304 : 200;
                                  response.set("ETag", "\"v1\"");
                                  response.set("Content-Type", "text/csv");
                                  if (response.status == 200) response.body = price_list;
                                  return response;
                                }},
                               {"/hook", [](const platform::http::Request&) -> base::Result<platform::http::Response> {
                                  return platform::http::Response{};
                                }}}};

  /// A source of supplier acme; gives its id.
  std::string add_source(const test::HttpClient& client, const std::string& url) const {
    static_cast<void>(client.post("/api/v1/suppliers", {{"code", "acme"}, {"name", "Acme"}}));
    const auto answer =
        client.post("/api/v1/suppliers/acme/sources", {{"kind", "http"}, {"config", {{"url", url}}}, {"mode", "full"}});
    if (answer.status != 201) throw std::runtime_error("no source: " + answer.body);
    return text_at(answer.json(), "id");
  }

  /// Fetches a source and gives the result of the job.
  static json::value fetch(const test::HttpClient& client, const std::string& source) {
    const auto queued = client.post("/api/v1/sources/" + source + "/fetch", json::object{});
    if (queued.status != 202) throw std::runtime_error("not fetched: " + queued.body);
    const std::string job = text_at(queued.json(), "job_id");
    return eventually("the end of the fetch", [&]() -> std::optional<json::value> {
      const json::value state = client.get("/api/v1/jobs/" + job).json();
      const std::string status = text_at(state, "status");
      if (status == "waiting" || status == "running") return std::nullopt;
      return state;
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Sources, test::both_engines(), test::engine_name);

TEST_P(Sources, AreFetchedImportedAndToldOf) {
  const test::RunningServer server(installation);
  const auto client = server.signed_in();
  const auto hook = client.post("/api/v1/webhooks", {{"url", supplier_.url("/hook")}, {"events", {"*"}}});
  ASSERT_EQ(hook.status, 201U) << hook.body;

  const std::string source = add_source(client, supplier_.url("/prices.csv"));
  const json::value fetched = fetch(client, source);
  ASSERT_EQ(text_at(fetched, "status"), "finished") << json::serialize(fetched);
  const std::string import = text_at(fetched.at("result"), "import_id");

  const json::value told = eventually("the notifications", [&]() -> std::optional<json::value> {
    const json::value list = client.get("/api/v1/notifications").json();
    if (list.at("items").as_array().size() < 2) return std::nullopt;
    return list;
  });
  std::set<std::string> kinds;
  for (const json::value& item : told.at("items").as_array()) {
    kinds.insert(text_at(item, "kind"));
    EXPECT_EQ(text_at(item, "subject"), "imports/" + import);
  }
  EXPECT_EQ(kinds, (std::set<std::string>{"import.finished", "import.many_rejects"}));
  EXPECT_EQ(number_at(client.get("/api/v1/imports/" + import).json(), {"ledger", "quarantined"}), 1);

  eventually("the webhook", [&]() -> std::optional<json::value> {
    std::set<std::string> events;
    for (const auto& request : supplier_.requests()) {
      if (request.path == "/hook") events.emplace(request.header("x-event"));
    }
    return events == kinds ? std::optional<json::value>(true) : std::nullopt;
  });

  // The same file once more: recognised by the server's word, and not imported again.
  const json::value again = fetch(client, source);
  EXPECT_EQ(text_at(again, "status"), "finished");
  EXPECT_EQ(text_at(again.at("result"), "outcome"), "unchanged") << json::serialize(again);
  EXPECT_EQ(client.get("/api/v1/imports").json().at("items").as_array().size(), 1U);

  const std::string metrics = server.client().get("/metrics").body;
  for (const char* const line :
       {R"(source_fetches_total{kind="http",outcome="imported"} 1)",
        R"(source_fetches_total{kind="http",outcome="unchanged"} 1)", R"(source_fetched_bytes_total{kind="http"} 124)",
        R"(source_fetch_duration_seconds_count{kind="http"} 2)",
        R"(notifications_total{channel="in_app",outcome="sent"} 2)",
        R"(notifications_total{channel="webhook",outcome="sent"} 2)", R"(job_duration_seconds_count{kind="fetch"} 2)",
        R"(jobs_total{kind="import",outcome="finished",queue="imports"} 1)"}) {
    EXPECT_NE(metrics.find("\n" + std::string(line) + "\n"), std::string::npos) << line << '\n' << metrics;
  }
}

/// What the README's example does: a price list on an SFTP server, fetched when its schedule says, told of by mail and
/// by webhook.
TEST_P(Sources, ASupplierOnSftpIsSetUpOnceAndThenArrivesByItself) {
  const test::ServedFolder folder;
  folder.put("stock_1.csv", std::string(price_list));
  const std::string host_key = test::file_servers_text("host_key.fingerprint");
  const test::MailServer mail;
  installation.set("SMTP_SERVER", "localhost");
  installation.set("SMTP_PORT", std::to_string(mail.port()));
  installation.set("SMTP_USE_TLS", "false");
  installation.set("FROM_EMAIL", "shop@example.org");
  const test::RunningServer server(installation);
  const auto client = server.signed_in();
  ASSERT_EQ(client.post("/api/v1/webhooks", {{"url", supplier_.url("/hook")}, {"events", {"import.finished"}}}).status,
            201U);
  ASSERT_EQ(client
                .send("PATCH", "/api/v1/notifications/preferences",
                      R"({"digest_minutes": 1, "kinds": {"import.finished": {"email": true}}})")
                .status,
            200U);
  static_cast<void>(client.post("/api/v1/suppliers", {{"code", "acme"}, {"name", "Acme"}}));
  json::object config{{"host", "127.0.0.1"},
                      {"port", std::stoi(test::file_servers_value("TEST_SFTP_PORT"))},
                      {"user", test::file_servers_value("TEST_SFTP_USER")},
                      {"path", folder.full_path("stock_*.csv")}};
  const auto made = client.post("/api/v1/suppliers/acme/sources",
                                {{"kind", "sftp"},
                                 {"config", config},
                                 {"secrets", {{"private_key", test::file_servers_text("login_key")}}},
                                 {"mode", "full"}});
  ASSERT_EQ(made.status, 201U) << made.body;
  const std::string source = text_at(made.json(), "id");

  // The first test of the connection says which host key is there; a person compares it, and pins it.
  const json::value unpinned = client.post("/api/v1/sources/" + source + "/test", json::object{}).json();
  EXPECT_EQ(unpinned.at("ok"), false);
  EXPECT_NE(json::serialize(unpinned).find(host_key), std::string::npos) << json::serialize(unpinned);
  config["host_key"] = host_key;
  ASSERT_EQ(client.send("PATCH", "/api/v1/sources/" + source, json::serialize(json::object{{"config", config}})).status,
            200U);
  const json::value pinned = client.post("/api/v1/sources/" + source + "/test", json::object{}).json();
  EXPECT_EQ(pinned.at("ok"), true) << json::serialize(pinned);

  const auto schedule =
      client.post("/api/v1/schedules", {{"name", "Acme, every minute"},
                                        {"kind", "cron"},
                                        {"expression", "* * * * *"},
                                        {"job", {{"kind", "fetch"}, {"payload", {{"source_id", source}}}}}});
  ASSERT_EQ(schedule.status, 201U) << schedule.body;
  eventually(
      "the webhook",
      [&]() -> std::optional<json::value> {
        for (const auto& request : supplier_.requests()) {
          if (request.path == "/hook" && request.header("x-event") == "import.finished") return json::value(true);
        }
        return std::nullopt;
      },
      std::chrono::seconds(150));
  const json::value imports = client.get("/api/v1/imports").json();
  EXPECT_EQ(number_at(imports.at("items").at(0), {"ledger", "created"}), 2);
  const json::value told = eventually(
      "the mail",
      [&]() -> std::optional<json::value> {
        const auto mails = mail.mails();
        return mails.empty() ? std::nullopt : std::optional<json::value>(mails[0]);
      },
      std::chrono::seconds(150));
  EXPECT_NE(json::serialize(told).find("acme"), std::string::npos) << json::serialize(told);
  EXPECT_TRUE(test::comes_true([&] {
    return server.client().get("/metrics").body.find(R"(notifications_total{channel="email",outcome="sent"} 1)") !=
           std::string::npos;
  }));
}

TEST_P(Sources, CannotReachThePrivateNetwork) {
  installation.set("ALLOWED_PRIVATE_NETWORKS", "");
  const test::RunningServer server(installation);
  const auto client = server.signed_in();
  static_cast<void>(client.post("/api/v1/suppliers", {{"code", "acme"}, {"name", "Acme"}}));
  const auto source = client.post("/api/v1/suppliers/acme/sources",
                                  {{"kind", "http"}, {"config", {{"url", supplier_.url("/prices.csv")}}}});
  EXPECT_EQ(source.problem(), "client.address_refused") << source.body;
  const auto hook = client.post("/api/v1/webhooks", {{"url", supplier_.url("/hook")}, {"events", {"*"}}});
  EXPECT_EQ(hook.problem(), "client.address_refused") << hook.body;
  EXPECT_TRUE(supplier_.requests().empty());
}

TEST_P(Sources, PasswordResetsGoOutByMail) {
  const test::MailServer mail;
  installation.set("SMTP_SERVER", "localhost");
  installation.set("SMTP_PORT", std::to_string(mail.port()));
  installation.set("SMTP_USE_TLS", "false");
  installation.set("FROM_EMAIL", "shop@example.org");
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  ASSERT_EQ(
      admin.post("/api/v1/users", {{"email", "ana@example.org"}, {"role", "user"}, {"password", "quite long enough"}})
          .status,
      201U);
  EXPECT_LT(server.client().post("/api/v1/auth/password-reset", {{"email", "ana@example.org"}}).status, 300U);
  EXPECT_LT(server.client().post("/api/v1/auth/password-reset", {{"email", "nobody@example.org"}}).status, 300U);
  const auto mails = mail.wait_for(1);
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_NE(json::serialize(mails[0]).find("ana@example.org"), std::string::npos);
}

}  // namespace
