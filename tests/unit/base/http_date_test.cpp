#include "base/http_date.h"

#include <gtest/gtest.h>

namespace {

TEST(HttpDate, IsReadAsServersWriteIt) {
  EXPECT_EQ(base::http_date("Sun, 06 Nov 1994 08:49:37 GMT").value().to_string(), "1994-11-06T08:49:37.000000Z");
  EXPECT_EQ(base::http_date("Thu, 29 Feb 2024 23:59:59 GMT").value().to_string(), "2024-02-29T23:59:59.000000Z");
}

TEST(HttpDate, IsNothingWhenItCannotBeRead) {
  for (const char* const odd : {"", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT and more",
                                "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 28:49:37 GMT"})
    EXPECT_EQ(base::http_date(odd), std::nullopt) << odd;
}

}  // namespace
