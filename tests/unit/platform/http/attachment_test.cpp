#include "platform/http/attachment.h"

#include <gtest/gtest.h>

namespace {

using platform::http::attachment;

TEST(Attachment, GivesTheFileItsName) {
  EXPECT_EQ(attachment("prices 2026 (1).csv"), R"(attachment; filename="prices 2026 (1).csv")");
}

TEST(Attachment, GivesNamesBeyondAsciiInBothForms) {
  EXPECT_EQ(attachment("tarif été.csv"),
            R"(attachment; filename="tarif __t__.csv"; filename*=UTF-8''tarif%20%C3%A9t%C3%A9.csv)");
}

TEST(Attachment, LetsNothingOutOfTheHeaderNorOutOfTheFolder) {
  EXPECT_EQ(attachment("../../etc/\"x\"\r\nSet-Cookie: a=b;.csv"),
            R"(attachment; filename="_x_Set-Cookie_ a_b_.csv"; filename*=UTF-8''%22x%22Set-Cookie%3A%20a%3Db%3B.csv)");
  EXPECT_EQ(attachment("C:\\feeds\\a.csv"), R"(attachment; filename="a.csv")");
  EXPECT_EQ(attachment("\x01"), "attachment");
}

}  // namespace
