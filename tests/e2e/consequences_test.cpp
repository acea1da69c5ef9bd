// What follows from what people change comes by itself and soon: nobody waits for the next feed or for the night.
#include <set>

#include "support/running_server.h"
#include "support/waiting.h"

namespace {

namespace json = boost::json;
using test::text_at;

class Consequences : public test::ProgramTest {
 protected:
  Consequences() {
    installation.set("ADMIN_PASSWORD", test::administrator_password);
    installation.set("ALLOWED_PRIVATE_NETWORKS", "127.0.0.1");
  }
  void import(const std::string& supplier, const std::string& name) const {
    const auto file =
        installation.file(supplier + ".csv", "sku;ean;name;price;image\n" + supplier + "-1;4006381333931;" + name +
                                                 ";1,20;http://127.0.0.1:9/" + supplier + ".jpg\n");
    ASSERT_EQ(installation.run({"import", file, "--supplier", supplier}).exit_code, 0);
  }
  static bool changes(const test::HttpClient& client, const std::string& path, const json::object& change) {
    return client.send("PATCH", "/api/v1/" + path, json::serialize(change)).status == 200;
  }
  static std::set<std::string> addresses_of_images(const test::HttpClient& client) {
    std::set<std::string> addresses;
    const auto answer = client.get("/api/v1/products/acme:acme-1/images").json();
    for (const json::value& image : answer.at("items").as_array()) addresses.insert(text_at(image, "url"));
    return addresses;
  }
  static std::size_t schedules(const test::HttpClient& client) {
    return client.get("/api/v1/schedules").json().at("items").as_array().size();
  }
  /// A source of the supplier with a schedule; gives the source's id.
  static std::string scheduled_source(const test::HttpClient& client, const std::string& supplier) {
    const auto source = client.post("/api/v1/suppliers/" + supplier + "/sources",
                                    {{"kind", "http"}, {"config", {{"url", "http://127.0.0.1:9/prices.csv"}}}});
    if (source.status != 201) throw std::runtime_error("no source: " + source.body);
    const std::string id = text_at(source.json(), "id");
    const auto schedule =
        client.post("/api/v1/schedules", {{"name", supplier + ", daily"},
                                          {"kind", "cron"},
                                          {"expression", "0 4 * * *"},
                                          {"job", {{"kind", "fetch"}, {"payload", {{"source_id", id}}}}}});
    if (schedule.status != 201) throw std::runtime_error("no schedule: " + schedule.body);
    return id;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Consequences, test::both_engines(), test::engine_name);

TEST_P(Consequences, OfANewPriorityAndOfEditedPicturesAreSeenAtOnce) {
  import("acme", "By acme");
  import("best", "By best");
  const test::RunningServer server(installation);
  const auto client = server.signed_in();
  const auto shown = [&] { return text_at(client.get("/api/v1/products/acme:acme-1").json(), "name"); };
  ASSERT_TRUE(changes(client, "suppliers/acme", {{"priority", 900}}));
  EXPECT_TRUE(test::comes_true([&] { return shown() == "By acme"; }, std::chrono::seconds(30))) << shown();
  ASSERT_TRUE(changes(client, "suppliers/best", {{"priority", 901}}));
  EXPECT_TRUE(test::comes_true([&] { return shown() == "By best"; }, std::chrono::seconds(30))) << shown();
  using Addresses = std::set<std::string>;
  EXPECT_TRUE(test::comes_true([&] { return addresses_of_images(client) == Addresses{"http://127.0.0.1:9/best.jpg"}; },
                               std::chrono::seconds(30)));

  ASSERT_TRUE(changes(client, "products/acme:acme-1", {{"image_urls", {"http://127.0.0.1:9/by-hand.jpg"}}}));
  EXPECT_TRUE(
      test::comes_true([&] { return addresses_of_images(client) == Addresses{"http://127.0.0.1:9/by-hand.jpg"}; },
                       std::chrono::seconds(30)));
}

TEST_P(Consequences, OfADeletedSourceOrSupplierAreThatItsSchedulesGoWithIt) {
  const test::RunningServer server(installation);
  const auto client = server.signed_in();
  for (const char* const code : {"acme", "best", "calm"})
    ASSERT_EQ(client.post("/api/v1/suppliers", {{"code", code}}).status, 201U);
  const std::string source = scheduled_source(client, "acme");
  scheduled_source(client, "best");
  scheduled_source(client, "calm");
  ASSERT_EQ(schedules(client), 3U);

  ASSERT_EQ(client.send("DELETE", "/api/v1/sources/" + source, "").status, 204U);
  EXPECT_EQ(schedules(client), 2U);
  ASSERT_EQ(client.send("DELETE", "/api/v1/suppliers/best", "").status, 204U);
  EXPECT_EQ(schedules(client), 1U) << "that of another supplier stays";
  const std::string trail = client.get("/api/v1/audit").body;
  EXPECT_NE(trail.find("source.deleted"), std::string::npos) << trail;
  EXPECT_NE(trail.find("schedules_removed"), std::string::npos) << trail;
}

}  // namespace
