// What the API tells of an import beyond its ledger: its changes and its file.
#include "domain/imports/imports_routes.h"
#include "integration/imports/background_fixture.h"
#include "support/http_call.h"

namespace {

using platform::http::Method;

const std::string heading = "Reference;Designation;Prix HT;Stock\n";

class ImportRoutes : public test::BackgroundTest {
 protected:
  test::Calls routes() {
    House& h = house();
    return test::Calls(imports::import_routes({h.imports, h.background, h.uploads, h.suppliers, h.queue, {}}));
  }
  std::string done(const std::string& text, bool dry_run = false) {
    const auto import = started(text, dry_run);
    work();
    return "/imports/" + import.id.to_string();
  }
  static std::vector<std::string> skus(const boost::json::value& page) {
    std::vector<std::string> found;
    for (const auto& item : page.at("items").as_array()) found.emplace_back(item.at("sku").as_string());
    return found;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ImportRoutes, test::both_engines(), test::engine_name);

TEST_P(ImportRoutes, ShowChangesByKindPageByPage) {
  done(heading + "A1;Pot;10,00;5\nA2;Bol;20,00;5\nA3;Plat;30,00;5\n");
  const auto calls = routes();
  for (const bool dry_run : {true, false}) {
    const std::string import =
        done(heading + "A1;Pot;11,00;5\nA2;Bol;21,00;0\nA3;Plat;29,00;5\nB1;Four;1,00;1\n", dry_run);
    using Skus = std::vector<std::string>;
    EXPECT_EQ(skus(calls.get(import + "/diff").json()), (Skus{"A1", "A2", "A3", "B1"}));
    EXPECT_EQ(skus(calls.get(import + "/diff?show=new").json()), Skus{"B1"});
    EXPECT_EQ(skus(calls.get(import + "/diff?show=stock_zero").json()), Skus{"A2"});
    EXPECT_EQ(skus(calls.get(import + "/diff?show=withdrawn").json()), Skus{});
    const auto first = calls.get(import + "/diff?show=price_up&limit=1").json();
    EXPECT_EQ(skus(first), Skus{"A1"});
    const std::string cursor(first.at("next_cursor").as_string());
    EXPECT_EQ(skus(calls.get(import + "/diff?show=price_up&limit=5&cursor=" + cursor).json()), Skus{"A2"});
    EXPECT_EQ(calls.get(import + "/diff?show=colour").problem, "request.invalid");
    const auto counts = calls.get(import + "/report").json().at("change_counts");
    EXPECT_EQ(counts, boost::json::parse(R"({"price_up":2,"price_down":1,"stock_to_zero":1,"other":0})"));
  }
}

TEST_P(ImportRoutes, GiveTheFileBackAsItCame) {
  const std::string text = heading + "A1;Pot;10,00;5\n";
  const auto upload = uploaded(text, "tarif été.csv");
  const auto import = test::must(background().start({.upload_id = upload, .supplier = "alpha"}));
  work();
  const auto calls = routes();
  const std::string path = "/imports/" + import.id.to_string() + "/file";
  const auto file = calls.get(path);
  EXPECT_EQ(file.body, text);
  EXPECT_EQ(file.header("Content-Disposition"),
            R"(attachment; filename="tarif __t__.csv"; filename*=UTF-8''tarif%20%C3%A9t%C3%A9.csv)");
  EXPECT_EQ(file.header("X-Content-Type-Options"), "nosniff");
  const auto again = calls.call(Method::get, path, {}, {{"if-none-match", file.etag}});
  EXPECT_EQ(again.status, 304U);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(calls.get("/imports/" + base::Uuid::generate().to_string() + "/file").problem, "import.unknown");
}

}  // namespace
