// The API as programs see it: the real server on both engines.
#include <fstream>
#include <regex>
#include <set>
#include <thread>

#include "support/api_description.h"
#include "support/running_server.h"
#include "support/web_socket.h"

namespace {

namespace json = boost::json;
using test::number_at;
using test::text_at;

class Api : public test::ProgramTest {
 protected:
  Api() { installation.set("ADMIN_PASSWORD", test::administrator_password); }
};
INSTANTIATE_TEST_SUITE_P(Engines, Api, test::both_engines(), test::engine_name);

TEST_P(Api, SaysHowItIsWithoutALogin) {
  const test::RunningServer server(installation);
  const auto client = server.client();
  EXPECT_EQ(text_at(client.get("/health").json(), "status"), "alive");
  test::HttpAnswer services;
  for (int i = 0; i < 100; ++i) {  // until every service has been checked once
    services = client.get("/api/v1/multidb/health");
    if (text_at(services.json(), "status") == "healthy") break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  for (const char* const name : {"catalog", "imports", "media", "code2asin", "analytics", "redis", "minio"})
    EXPECT_EQ(text_at(services.json().at("services"), name), "healthy") << name;
  EXPECT_TRUE(services.json().at("details").is_null()) << "details are for administrators";
  EXPECT_EQ(client.get("/health/ready").status, 200U);
  EXPECT_EQ(text_at(client.get("/api/v1/health").json(), "status"), "healthy");
  EXPECT_NE(client.get("/metrics").body.find("http_requests_total{"), std::string::npos);
}

TEST_P(Api, ShowsTheFirstAdministratorsPasswordOnce) {
  installation.set("ADMIN_PASSWORD", "");
  std::string password;
  {
    test::RunningServer server(installation);
    server.process().kill(SIGTERM);
    const test::Finished finished = server.process().wait();
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    std::smatch found;
    ASSERT_TRUE(std::regex_search(finished.out, found, std::regex("Password: (\\S+)"))) << finished.out;
    password = found[1];
  }
  test::RunningServer server(installation);
  EXPECT_EQ(text_at(server.signed_in("admin@localhost", password).get("/api/v1/auth/me").json().at("user"), "role"),
            "admin");
  server.process().kill(SIGTERM);
  EXPECT_EQ(server.process().wait().out.find("Password"), std::string::npos);
}

/// The products a search finds, once it has caught up with the last import.
json::value found_products(const test::HttpClient& client, const std::string& words) {
  test::HttpAnswer answer;
  for (int i = 0; i < 1'200; ++i) {
    answer = client.get("/api/v1/products?search=" + words);
    if (answer.status != 200 || !answer.json().at("items").as_array().empty()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  if (answer.status != 200 || answer.json().at("items").as_array().empty())
    throw std::runtime_error("nothing found: " + answer.body);
  return answer.json();
}

/// An import once it is over.
json::value ended_import(const test::HttpClient& client, const std::string& id) {
  for (int i = 0; i < 4'800; ++i) {
    const auto answer = client.get("/api/v1/imports/" + id);
    if (answer.status != 200) throw std::runtime_error("no such import: " + answer.body);
    const std::string status = text_at(answer.json(), "status");
    if (status != "waiting" && status != "running") return answer.json();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error("import " + id + " did not end within four minutes");
}

/// The operations, each at an address where nothing is.
std::vector<test::Operation> operations_of(const test::HttpClient& client) {
  auto all = test::operations_of(client.get("/openapi.json").json());
  for (test::Operation& operation : all)
    operation.path =
        std::regex_replace(operation.path, std::regex("\\{[^}]*\\}"), "01900000-0000-7000-8000-000000000000");
  return all;
}

TEST_P(Api, IsClosedToCallersWithoutTheRoutesPermission) {
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  const auto operations = operations_of(server.client());
  EXPECT_GT(operations.size(), 50U);

  const json::value permissions = admin.get("/api/v1/permissions").json();
  for (const json::value& role : permissions.at("roles").as_array()) {
    const std::string name = text_at(role, "role");
    std::set<std::string> allowed;
    for (const json::value& permission : role.at("permissions").as_array()) allowed.emplace(permission.as_string());
    const std::string email = name + "@example.org";
    ASSERT_EQ(
        admin.post("/api/v1/users", {{"email", email}, {"role", name}, {"password", "long enough for " + name}}).status,
        201U);
    const auto client = server.signed_in(email, "long enough for " + name);
    for (const test::Operation& operation : operations) {
      if (operation.permission.empty()) continue;
      const unsigned status = client.send(operation.method, operation.path).status;
      const std::string call = name + ": " + operation.method + " " + operation.path;
      if (allowed.count(operation.permission) == 0) {
        EXPECT_EQ(status, 403U) << call;
      } else {
        EXPECT_NE(status, 401U) << call;
        EXPECT_NE(status, 403U) << call;
        EXPECT_LT(status, 500U) << call;
      }
    }
  }

  // Nobody in particular; last, because few may log in a minute and these calls count.
  for (const test::Operation& operation : operations) {
    auto answer = server.client().send(operation.method, operation.path);
    while (answer.status == 429 && !operation.is_public) {  // nobody in particular may ask a hundred times a minute
      std::this_thread::sleep_for(std::chrono::seconds(1));
      answer = server.client().send(operation.method, operation.path);
    }
    if (operation.is_public) {
      EXPECT_NE(answer.problem(), "auth.required") << operation.method << ' ' << operation.path;
    } else {
      EXPECT_EQ(answer.status, 401U) << operation.method << ' ' << operation.path << ' ' << answer.body;
    }
  }
}

TEST_P(Api, ShowsAndEditsWhatTheCommandLineImported) {
  const std::string feed = installation.file("feed.csv",
                                             "Reference;EAN;Libelle;Prix HT;Stock\n"
                                             "A1;3017620422003;Pate a tartiner;3,49;12\n"
                                             "A2;;Lampe de bureau;19,90;3\n");
  ASSERT_EQ(installation.run({"import", feed, "--supplier", "alpha"}).exit_code, 0);
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();

  const json::value products = found_products(admin, "tartiner%20pate");
  const std::string path = "/api/v1/products/" + text_at(products.at("items").at(0), "id");
  const auto product = admin.get(path);
  ASSERT_EQ(product.status, 200U) << product.body;
  EXPECT_EQ(admin.get(path, {{"If-None-Match", product.header("ETag")}}).status, 304U);

  const std::string change = R"({"name": "Hazelnut spread"})";
  EXPECT_EQ(admin.send("PATCH", path, change, {{"If-Match", "\"0\""}}).status, 412U);
  const auto changed = admin.send("PATCH", path, change, {{"If-Match", product.header("ETag")}});
  ASSERT_EQ(changed.status, 200U) << changed.body;
  ASSERT_EQ(installation.run({"import", feed, "--supplier", "alpha"}).exit_code, 0);
  EXPECT_NE(admin.get(path).body.find("Hazelnut spread"), std::string::npos) << "a person's edit outranks every feed";

  const json::value trail = admin.get("/api/v1/audit").json();
  EXPECT_NE(json::serialize(trail).find("product."), std::string::npos) << json::serialize(trail);
}

const test::Headers as_csv{{"Content-Type", "text/csv"}};

TEST_P(Api, ImportsAFileInTheBackgroundAndAccountsForEveryRow) {
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  const std::string feed =
      "Reference;EAN;Libelle;Prix HT;Stock\n"
      "A1;3017620422003;Pate a tartiner;3,49;12\n"
      "A2;;Lampe de bureau;19,90;3\n"
      "A3;;Sans prix valable;-4,00;1\n";
  const auto begun = admin.send("POST", "/api/v1/imports?supplier=alpha&file_name=feed.csv", feed, as_csv);
  ASSERT_EQ(begun.status, 202U) << begun.body;
  const std::string id = text_at(begun.json(), "id");
  const json::value import = ended_import(admin, id);
  EXPECT_EQ(text_at(import, "status"), "finished") << json::serialize(import);
  EXPECT_EQ(number_at(import, {"ledger", "created"}), 2);
  EXPECT_EQ(number_at(import, {"ledger", "quarantined"}), 1);
  const auto quarantine = admin.get("/api/v1/imports/" + id + "/quarantine");
  EXPECT_NE(quarantine.body.find("Sans prix valable"), std::string::npos) << quarantine.body;
  const json::value errors = admin.get("/api/v1/imports/" + id + "/errors").json();
  ASSERT_EQ(errors.at("items").as_array().size(), 1U) << json::serialize(errors);
  EXPECT_EQ(errors.at("items").at(0).at("cells").at(2), "Sans prix valable");
  EXPECT_EQ(found_products(admin, "lampe").at("items").as_array().size(), 1U);

  const auto broken = admin.send("POST", "/api/v1/imports?supplier=alpha&file_name=feed.xlsx", "no workbook", as_csv);
  ASSERT_EQ(broken.status, 202U) << broken.body;
  const json::value failed = ended_import(admin, text_at(broken.json(), "id"));
  EXPECT_EQ(text_at(failed, "status"), "failed");
  EXPECT_FALSE(text_at(failed.at("problem"), "cure").empty()) << json::serialize(failed);
}

TEST_P(Api, LooksAtAFileAgainAsAPersonSaysItIsToBeRead) {
  const test::RunningServer server(installation);
  const auto client = server.signed_in();
  // Two lines before the header, and commas inside what semicolons part.
  const std::string list = "Tarif 2026\n\nsku;libelle, marque;prix\nA-1;Stylo, Bic;1,20\nA-2;Cahier, Oxford;2,50\n";
  const auto upload = client.send("POST", "/api/v1/uploads",
                                  R"({"file_name": "tarif.csv", "size": )" + std::to_string(list.size()) + "}");
  ASSERT_EQ(upload.status, 201U) << upload.body;
  const std::string id = text_at(upload.json(), "id");
  ASSERT_LT(client.send("PATCH", "/api/v1/uploads/" + id, list, {{"Upload-Offset", "0"}}).status, 300U);
  ASSERT_LT(client.post("/api/v1/uploads/" + id + "/complete", json::object{}).status, 300U);

  const auto detect = [&](const json::object& more) {
    json::object body{{"upload_id", id}};
    for (const auto& member : more) body.insert(member);
    return client.post("/api/v1/detect", body);
  };
  const json::value said = detect({{"file", {{"delimiter", ","}, {"header_row", 3}}}}).json();
  EXPECT_EQ(said.at("columns").as_array().size(), 3U) << json::serialize(said);
  EXPECT_EQ(text_at(said.at("columns").at(0), "name"), "sku;libelle");
  const json::value found = detect({}).json();
  EXPECT_EQ(text_at(found.at("columns").at(0), "name"), "sku") << json::serialize(found);
  EXPECT_EQ(detect({{"file", {{"delimeter", ","}}}}).problem(), "mapping.invalid");
}

TEST_P(Api, LosesNoAcknowledgedImportWhenTheProcessIsKilled) {
  const std::string path = (installation.folder() / "feed.csv").string();
  test::Process generator({FEED_GENERATOR, "--rows", "30000", "--seed", "3", "--format", "csv", path}, {});
  ASSERT_EQ(generator.wait().exit_code, 0);
  std::ifstream file(path, std::ios::binary);
  const std::string feed{std::istreambuf_iterator<char>(file), {}};
  std::string id;
  {
    test::RunningServer server(installation);
    const auto begun =
        server.signed_in().send("POST", "/api/v1/imports?supplier=alpha&file_name=feed.csv", feed, as_csv);
    ASSERT_EQ(begun.status, 202U) << begun.body;
    id = text_at(begun.json(), "id");
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    server.process().kill(SIGKILL);
    server.process().wait();
  }
  const test::RunningServer server(installation);
  const json::value import = ended_import(server.signed_in(), id);
  EXPECT_EQ(text_at(import, "status"), "finished") << json::serialize(import);
  EXPECT_EQ(number_at(import, {"ledger", "created"}), 30'000);
}

TEST_P(Api, TellsOfAnImportWhileItRunsOverAWebSocket) {
  const test::RunningServer server(installation);
  const auto admin = server.signed_in();
  test::WebSocket socket(server.port(), "/api/v1/ws?topics=imports.*",
                         {{"Authorization", admin.always("Authorization")}}, std::chrono::minutes(3));
  ASSERT_EQ(socket.answer().status, 101U) << socket.answer().body;

  const auto begun = admin.send("POST", "/api/v1/imports?supplier=alpha&file_name=feed.csv",
                                "Reference;Libelle;Prix HT\nA1;Lampe;3,49\n", as_csv);
  ASSERT_EQ(begun.status, 202U) << begun.body;
  std::string seen;
  while (seen.find("\"finished\"") == std::string::npos) seen += socket.next();
  EXPECT_NE(seen.find(text_at(begun.json(), "id")), std::string::npos) << seen;
}

TEST_P(Api, PrintsItsDescriptionWithoutAServer) {
  const test::Finished finished = installation.run({"openapi"});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_EQ(text_at(json::parse(finished.out), "openapi").substr(0, 3), "3.1");
}

}  // namespace
