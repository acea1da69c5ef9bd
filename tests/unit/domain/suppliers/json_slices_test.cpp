#include "domain/suppliers/json_slices.h"

#include <gmock/gmock.h>

#include "domain/suppliers/source_request.h"
#include "support/result_check.h"

using suppliers::JsonPage;
using test::must;
using testing::ElementsAre;

namespace {

JsonPage page(std::string text) {
  return must(JsonPage::parse(std::move(text), "shop.example"));
}

}  // namespace

TEST(JsonSlices, HandsPartsOnAsTheyWereWritten) {
  const auto items =
      page(R"({"data": {"items": [{"price": 19.90, "id": 12345678901234567890}, [1, [2]], "a]b\"", 1e2, null]}})")
          .items("data.items");
  ASSERT_TRUE(items);
  EXPECT_THAT(*items,
              ElementsAre(R"({"price": 19.90, "id": 12345678901234567890})", "[1, [2]]", R"("a]b\"")", "1e2", "null"));
}

TEST(JsonSlices, PutsEachItemOnOneLine) {
  EXPECT_THAT(*page("[\n  {\n    \"a\": \"b\\nc\"\r\n  }\n]").items(""), ElementsAre("{     \"a\": \"b\\nc\"    }"));
  EXPECT_THAT(*page(" [ ] ").items(""), ElementsAre());
}

TEST(JsonSlices, FindsTheNextCursor) {
  const JsonPage answer = page(R"({"items": [{"next": "wrong"}], "meta": {"next": "a\"b", "page": 7, "more": false}})");
  EXPECT_EQ(answer.scalar("meta.next"), "a\"b");
  EXPECT_EQ(answer.scalar("meta.page"), "7");
  EXPECT_EQ(answer.scalar("meta.more"), "");
  EXPECT_EQ(answer.scalar("meta.absent"), "");
  EXPECT_EQ(answer.scalar("items.next"), "");
}

TEST(JsonSlices, SaysWhatIsNoArrayAndWhatIsNoJson) {
  EXPECT_FALSE(page(R"({"items": {}})").items("items"));
  EXPECT_FALSE(page(R"({"items": []})").items("absent.items"));
  EXPECT_EQ(test::code_of(JsonPage::parse("<html>", "shop.example")), suppliers::source_answer_unexpected.code);
}
