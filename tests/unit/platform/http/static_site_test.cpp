#include "platform/http/static_site.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/http/pipeline.h"
#include "support/result_check.h"
#include "support/temporary_folder.h"

using platform::http::Method;
using platform::http::Pairs;
using platform::http::Pipeline;
using platform::http::Response;
using platform::http::static_site;

namespace {

class StaticSite : public ::testing::Test {
 protected:
  StaticSite() {
    write("index.html", "<!doctype html><html><head><title>App</title></head></html>");
    write("assets/app-1a2b.js", "console.log('plain')");
    write("assets/app-1a2b.js.br", "packed with brotli");
    write("assets/app-1a2b.js.gz", "packed with gzip");
    write("favicon.svg", "<svg/>");
  }
  void write(const std::string& name, const std::string& content) const {
    const auto file = folder_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
  }
  Response ask(const std::string& path, Pairs headers = {}, Method method = Method::get, std::string api_url = {}) {
    auto routes = test::must(static_site({folder_.path(), std::move(api_url)}));
    routes.push_back(platform::http::get("/items", "items", "t", "Items").anonymous().answers([](const auto&) {
      return base::Result<Response>(platform::http::json_response("[]"));
    }));
    platform::http::ServerOptions options;
    options.rate_limits = {0, 0, 0, 0, 100};
    const Pipeline pipeline(options, std::move(routes), [](const auto&) { return std::nullopt; });
    platform::http::Request request;
    request.target = path;
    request.headers = std::move(headers);
    auto exchange = pipeline.begin(method, std::move(request));
    return pipeline.answer(exchange);
  }

  test::TemporaryFolder folder_;
};

}  // namespace

TEST_F(StaticSite, ServesFilesThatMayBeKeptForEver) {
  const Response file = ask("/assets/app-1a2b.js");
  EXPECT_EQ(file.status, 200U);
  EXPECT_EQ(file.body, "console.log('plain')");
  EXPECT_EQ(file.header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(file.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(ask("/favicon.svg").header("cache-control"), "no-cache");
}

TEST_F(StaticSite, SendsWhatIsPackedToWhomeverTakesIt) {
  const Response file = ask("/assets/app-1a2b.js", {{"accept-encoding", "gzip, br"}});
  EXPECT_EQ(file.body, "packed with brotli");
  EXPECT_EQ(file.header("content-encoding"), "br");
  EXPECT_EQ(file.header("vary"), "Accept-Encoding");
  EXPECT_EQ(ask("/assets/app-1a2b.js", {{"accept-encoding", "gzip"}}).body, "packed with gzip");
  EXPECT_EQ(ask("/assets/app-1a2b.js.br").status, 404U);
}

TEST_F(StaticSite, AnswersAnUnchangedFileWithoutItsBody) {
  const std::string etag(ask("/favicon.svg").header("etag"));
  const Response again = ask("/favicon.svg", {{"if-none-match", etag}});
  EXPECT_EQ(again.status, 304U);
  EXPECT_EQ(again.body, "");
}

TEST_F(StaticSite, GivesTheStartPageForAddressesOfTheAppsOwn) {
  for (const char* const path : {"/", "/imports", "/imports/0193/rows"}) {
    const Response page = ask(path);
    EXPECT_EQ(page.status, 200U) << path;
    EXPECT_NE(page.body.find("<title>App</title>"), std::string::npos) << path;
    EXPECT_EQ(page.header("cache-control"), "no-cache");
  }
}

TEST_F(StaticSite, LeavesTheApisAddressesToTheApi) {
  EXPECT_EQ(ask("/api/v1/items").body, "[]");
  EXPECT_EQ(ask("/api/v1/nothing").status, 404U);
  EXPECT_EQ(ask("/api/v1/nothing", {}, Method::post).status, 404U);
  EXPECT_EQ(ask("/api/v1").status, 404U);
}

TEST_F(StaticSite, SaysThatAFileOfAnOlderVersionIsGone) {
  const Response gone = ask("/assets/app-0000.js");
  EXPECT_EQ(gone.status, 404U);
  EXPECT_NE(gone.body.find("Reload the page"), std::string::npos);
}

TEST_F(StaticSite, KeepsToItselfWhatTheBuildHides) {
  write(".vite/manifest.json", "{}");
  EXPECT_EQ(ask("/.vite/manifest.json").status, 404U);
}

TEST_F(StaticSite, LetsPagesSpeakWithNobodyButTheApi) {
  const std::string own(ask("/").header("content-security-policy"));
  EXPECT_NE(own.find("connect-src 'self';"), std::string::npos) << own;
  EXPECT_EQ(own.find("unsafe"), std::string::npos) << own;

  const Response page = ask("/", {}, Method::get, "https://api.example.org/v1");
  const std::string policy(page.header("content-security-policy"));
  EXPECT_NE(policy.find("connect-src 'self' https://api.example.org wss://api.example.org;"), std::string::npos)
      << policy;
  EXPECT_NE(page.body.find("<head><meta name=\"api-url\" content=\"https://api.example.org/v1\">"), std::string::npos);
}

TEST_F(StaticSite, RefusesAFolderThatHoldsNoApp) {
  const test::TemporaryFolder empty;
  const auto routes = static_site({empty.path()});
  ASSERT_FALSE(routes);
  EXPECT_EQ(routes.error().code(), "web.files_unusable");
  EXPECT_FALSE(static_site({empty / "missing"}));
}
