#include "platform/http/router.h"

#include <gtest/gtest.h>

#include <stdexcept>

using platform::http::del;
using platform::http::get;
using platform::http::Method;
using platform::http::post;
using platform::http::Router;

namespace {

Router router() {
  return Router(
      {get("/products", "list", "", ""), post("/products", "create", "", ""), get("/products/{id}", "show", "", ""),
       get("/products/search", "search", "", ""), del("/products/{product}/offers/{offer}", "remove", "", ""),
       get("/docs", "docs", "", "").absolute(), get("/app/{path...}", "app", "", "").absolute(),
       get("/products/search/{word}/again", "again", "", "")},
      "/api/v1");
}

std::string name_of(const platform::http::Match& match) {
  return match.route != nullptr ? match.route->name : "";
}

}  // namespace

TEST(Router, FindsLiteralsBeforeParameters) {
  const Router routes = router();
  EXPECT_EQ(name_of(routes.match(Method::get, "/api/v1/products/search")), "search");
  const auto shown = routes.match(Method::get, "/api/v1/products/42");
  EXPECT_EQ(name_of(shown), "show");
  EXPECT_EQ(shown.path, "/api/v1/products/{id}");
  EXPECT_EQ(shown.parameters, (platform::http::Pairs{{"id", "42"}}));
}

TEST(Router, GoesBackFromALiteralThatLeadsNowhere) {
  const Router routes = router();
  const auto match = routes.match(Method::del, "/api/v1/products/search/offers/9");
  EXPECT_EQ(name_of(match), "remove");
  EXPECT_EQ(match.parameters, (platform::http::Pairs{{"product", "search"}, {"offer", "9"}}));
}

TEST(Router, KeepsAnEscapedSlashInsideItsSegment) {
  EXPECT_EQ(router().match(Method::get, "/api/v1/products/a%2Fb%20c").parameters[0].second, "a/b c");
}

TEST(Router, GivesTheRestOfThePath) {
  EXPECT_EQ(router().match(Method::get, "/app/css/main.css").parameters[0].second, "css/main.css");
}

TEST(Router, ListsTheMethodsOfAPathThatHasOthers) {
  const Router routes = router();
  const auto match = routes.match(Method::put, "/api/v1/products");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allow, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(routes.match(std::nullopt, "/docs").allow, "GET, HEAD, OPTIONS");
}

TEST(Router, AnswersHeadWithGet) {
  const Router routes = router();
  EXPECT_EQ(name_of(routes.match(Method::head, "/docs")), "docs");
}

TEST(Router, FindsNothingWhereNothingIs) {
  const Router routes = router();
  for (const char* path :
       {"/", "/api/v1", "/api/v1/products/", "/api/v1/products/1/2", "/API/v1/products", "docs", ""}) {
    const auto match = routes.match(Method::get, path);
    EXPECT_EQ(match.route, nullptr) << path;
    EXPECT_EQ(match.allow, "") << path;
  }
}

TEST(Router, RefusesTwoRoutesForOneAddress) {
  EXPECT_THROW(Router({get("/a/{x}", "", "", ""), get("/a/{y}", "", "", "")}, ""), std::logic_error);
}
