// /products/{id}/images and /media, through the pipeline that serves them.
#include "domain/media/media_routes.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "integration/media/media_fixture.h"
#include "platform/http/pipeline.h"

namespace {

namespace json = boost::json;
using platform::http::Method;
using platform::http::Request;
using platform::http::Response;
using test::must;
using testing::HasSubstr;

constexpr base::ProblemKind product_unknown{"catalog.product_unknown", "No such product", 404, base::LogLevel::info};

class MediaRoutesTest : public test::MediaTest {
 protected:
  void SetUp() override {
    MediaTest::SetUp();
    platform::http::ServerOptions edge;
    edge.rate_limits = {0, 0, 0, 0, 1000};
    media::MediaRouteParts parts{service(),
                                 links_,
                                 [](std::string_view key) -> base::Result<base::Uuid> {
                                   if (const auto id = base::Uuid::parse(key)) return *id;
                                   return base::failure(product_unknown, "There is none.", "Look again.");
                                 },
                                 {&product_unknown},
                                 [this]() -> base::Result<> {
                                   ++wakes_;
                                   return {};
                                 },
                                 [this](const Request&, std::string_view action, std::string_view subject,
                                        std::string_view before, std::string_view after) {
                                   audit_ += std::string(action) + " " + std::string(subject) + " " +
                                             std::string(before) + std::string(after) + "\n";
                                 }};
    pipeline_ = std::make_unique<platform::http::Pipeline>(edge, media::media_routes(parts),
                                                           [](const Request& request) { return caller(request); });
  }
  void TearDown() override {
    pipeline_.reset();
    MediaTest::TearDown();
  }

  static base::Result<std::optional<platform::http::Caller>> caller(const Request& request) {
    platform::http::Caller caller;
    caller.name = request.header("x-user");
    if (caller.name.empty()) return std::optional<platform::http::Caller>{};
    caller.permissions = {"products.read"};
    if (caller.name == "editor") caller.permissions.emplace_back("products.write");
    return std::optional(caller);
  }
  Response call(Method method, const std::string& target, const std::string& user, const std::string& body = {},
                const platform::http::Pairs& headers = {}) {
    Request request;
    request.target = target.starts_with("/api") ? target : "/api/v1" + target;
    request.body = body;
    request.headers = headers;
    if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
    if (!user.empty()) request.headers.emplace_back("x-user", user);
    auto exchange = pipeline_->begin(method, std::move(request));
    return pipeline_->answer(exchange);
  }
  json::value read(const std::string& target) {
    const Response response = call(Method::get, target, "reader");
    EXPECT_EQ(response.status, 200U) << target << response.body;
    return json::parse(response.body);
  }
  static std::string code(const Response& response) {
    return std::string(json::parse(response.body).at("code").as_string());
  }
  json::value first_image(const base::Uuid& product) {
    return read("/products/" + product.to_string() + "/images").at("items").at(0);
  }
  static std::string text(const json::value& value) { return std::string(value.as_string()); }

  /// A product with one stored picture.
  base::Uuid with_picture() {
    const base::Uuid product = announced({server_.url("/lamp.png")});
    must(fetched_next());
    return product;
  }

  const std::string picture_ = test::png_of(test::red_and_blue(1000, 500));
  test::LocalServer server_{{{"/lamp.png", [this](const Request&) -> base::Result<Response> {
                                Response response;
                                response.body = picture_;
                                return response;
                              }}}};
  media::FileLinks links_{"a secret", ""};
  std::string audit_;
  int wakes_ = 0;
  std::unique_ptr<platform::http::Pipeline> pipeline_;
};
INSTANTIATE_TEST_SUITE_P(Engines, MediaRoutesTest, test::both_engines(), test::engine_name);

TEST_P(MediaRoutesTest, AProductsImagesComeWithLinksToThePictures) {
  const base::Uuid product = with_picture();
  const auto image = first_image(product);
  EXPECT_EQ(image.at("state"), "stored");
  EXPECT_EQ(image.at("http_status"), 200);
  EXPECT_TRUE(image.at("problem").is_null());
  const auto& file = image.at("file");
  EXPECT_EQ(file.at("type"), "image/png");
  EXPECT_EQ(file.at("original").at("width"), 1000);
  EXPECT_EQ(file.at("thumbnails").at("300").at("height"), 150);

  const Response thumbnail = call(Method::get, text(file.at("thumbnails").at("300").at("url")), "");
  EXPECT_EQ(thumbnail.status, 200U) << "a browser sends no token";
  EXPECT_EQ(thumbnail.header("content-type"), "image/webp");
  EXPECT_EQ(thumbnail.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(thumbnail.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(test::shown(thumbnail.body).width, 300U);
  const Response original = call(Method::get, text(file.at("original").at("url")), "reader");
  EXPECT_EQ(original.header("content-type"), "image/png");
  EXPECT_EQ(original.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(original.body, picture_);
}

TEST_P(MediaRoutesTest, APictureABrowserHasIsNotSentAgain) {
  const std::string url = text(first_image(with_picture()).at("file").at("original").at("url"));
  const std::string etag(call(Method::get, url, "").header("etag"));
  const Response again = call(Method::get, url, "", {}, {{"if-none-match", etag}});
  EXPECT_EQ(again.status, 304U);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(again.header("etag"), etag);
}

TEST_P(MediaRoutesTest, ALinkOpensNothingButItsPicture) {
  const auto file = first_image(with_picture()).at("file");
  std::string url = text(file.at("thumbnails").at("150").at("url"));
  EXPECT_EQ(code(call(Method::get, url + "x", "")), media::link_invalid.code);
  std::string other = url;
  other.replace(other.find("/150?"), 5, "/original?");
  EXPECT_EQ(code(call(Method::get, other, "editor")), media::link_invalid.code) << "not even for one who is signed in";
  const std::string digest = text(file.at("sha256"));
  EXPECT_EQ(code(call(Method::get, "/media/files/" + digest + "/150", "")), media::link_invalid.code);
  const std::string old = links_.link(digest, "150", base::Timestamp::now() + -std::chrono::hours(15 * 24));
  EXPECT_EQ(code(call(Method::get, old, "")), media::link_expired.code);
  EXPECT_EQ(code(call(Method::get, links_.link(digest, "151"), "")), media::image_file_unknown.code);
  EXPECT_EQ(code(call(Method::get, links_.link(std::string(64, '0'), "150"), "")), media::image_file_unknown.code);
  EXPECT_EQ(code(call(Method::get, links_.link("x", "150"), "")), media::image_file_unknown.code);
}

TEST_P(MediaRoutesTest, ImagesAreListedByStateHostAndProblem) {
  with_picture();
  announced({"https://shop.example/1.jpg", "lamp.jpg"});
  EXPECT_EQ(read("/media/images").at("items").as_array().size(), 3U);
  EXPECT_EQ(read("/media/images?state=stored").at("items").as_array().size(), 1U);
  EXPECT_EQ(read("/media/images?host=shop.example").at("items").at(0).at("url"), "https://shop.example/1.jpg");
  const auto broken = read("/media/images?problem=media.url_invalid").at("items");
  ASSERT_EQ(broken.as_array().size(), 1U);
  EXPECT_EQ(broken.at(0).at("problem").at("code"), "media.url_invalid");
  EXPECT_THAT(text(broken.at(0).at("problem").at("cure")), HasSubstr("https://"));
  const auto page = read("/media/images?limit=2");
  EXPECT_EQ(read("/media/images?limit=2&cursor=" + text(page.at("next_cursor"))).at("items").as_array().size(), 1U);
  EXPECT_EQ(call(Method::get, "/media/images?state=lost", "reader").status, 422U);
  EXPECT_EQ(call(Method::get, "/media/images?cursor=x", "reader").status, 422U);
}

TEST_P(MediaRoutesTest, AnImageIsShownWithEveryTryAndItsProducts) {
  const base::Uuid product = with_picture();
  const std::string id = text(first_image(product).at("id"));
  const auto detail = read("/media/images/" + id);
  EXPECT_EQ(detail.at("attempts").at(0).at("outcome"), "stored");
  EXPECT_EQ(detail.at("attempts").at(0).at("bytes"), picture_.size());
  EXPECT_EQ(detail.at("products").at(0), json::value(product.to_string()));
  EXPECT_EQ(code(call(Method::get, "/media/images/" + base::Uuid::generate().to_string(), "reader")),
            media::image_unknown.code);
  EXPECT_EQ(code(call(Method::get, "/media/images/none", "reader")), media::image_unknown.code);
}

TEST_P(MediaRoutesTest, ARetryIsAuditedAndBeginsAtOnce) {
  const std::string id = text(first_image(with_picture()).at("id"));
  const Response response = call(Method::post, "/media/images/" + id + "/retry", "editor");
  EXPECT_EQ(response.status, 200U) << response.body;
  EXPECT_EQ(json::parse(response.body).at("state"), "waiting");
  EXPECT_EQ(wakes_, 1);
  EXPECT_THAT(audit_, HasSubstr("image.retried image:" + id));
  EXPECT_EQ(code(call(Method::post, "/media/images/none/retry", "editor")), media::image_unknown.code);
}

TEST_P(MediaRoutesTest, AllFailedImagesAreRetriedTogether) {
  announced({server_.url("/missing.png")});
  must(fetched_next());
  const Response none = call(Method::post, "/media/images/retry", "editor", R"({"state": "failed"})");
  EXPECT_EQ(json::parse(none.body).at("retried"), 0) << none.body;
  const Response all = call(Method::post, "/media/images/retry", "editor", R"({"host": "127.0.0.1"})");
  EXPECT_EQ(json::parse(all.body).at("retried"), 1) << all.body;
  EXPECT_THAT(audit_, HasSubstr("images.retried images"));
  EXPECT_EQ(call(Method::post, "/media/images/retry", "editor", R"({"state": "stored"})").status, 422U);
}

TEST_P(MediaRoutesTest, TheSummaryNamesTheServersThatFail) {
  with_picture();
  announced({"lamp.jpg", "https://shop.example/1.jpg"});
  const auto summary = read("/media/summary");
  EXPECT_EQ(summary.at("images").at("stored"), 1);
  EXPECT_EQ(summary.at("images").at("failed"), 1);
  EXPECT_EQ(summary.at("hosts").as_array().size(), 3U);
  EXPECT_EQ(summary.at("hosts").at(0).at("images").at("failed"), 1);
  EXPECT_EQ(summary.at("bytes"), picture_.size());
}

TEST_P(MediaRoutesTest, WhoMaySeeMayNotRetryAndStrangersSeeNothing) {
  const std::string product = with_picture().to_string();
  EXPECT_EQ(call(Method::get, "/products/" + product + "/images", "").status, 401U);
  EXPECT_EQ(call(Method::get, "/media/summary", "").status, 401U);
  EXPECT_EQ(call(Method::post, "/media/images/retry", "reader", "{}").status, 403U);
  EXPECT_EQ(code(call(Method::get, "/products/none/images", "reader")), product_unknown.code);
  EXPECT_EQ(audit_, "");
}

}  // namespace
