#include <fstream>

#include "integration/imports/uploads_fixture.h"

namespace {

using test::code_of;
using test::must;
using test::sending;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// SHA-256 of "hello world".
const std::string hello_digest = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

class Uploads : public test::UploadsTest {};
INSTANTIATE_TEST_SUITE_P(Engines, Uploads, ::testing::Combine(test::both_engines(), ::testing::Bool()),
                         test::upload_place);

/// What only uploads that are a row of objects can meet.
class UploadsInObjects : public test::UploadsTest {};
INSTANTIATE_TEST_SUITE_P(Engines, UploadsInObjects, ::testing::Combine(test::both_engines(), ::testing::Values(true)),
                         test::upload_place);

TEST_P(Uploads, GoOnWhereABrokenConnectionLeftThem) {
  const auto upload = must(uploads().create({.file_name = "prices.csv", .size = 11, .sha256 = hello_digest}));
  EXPECT_EQ(upload.offset, 0U);
  EXPECT_FALSE(uploads().append(upload.id, "", 0, sending("hello ", true)));
  EXPECT_EQ(must(uploads().find(upload.id, "")).offset, 6U);
  EXPECT_EQ(code_of(uploads().complete(upload.id, "")), "upload.incomplete");
  EXPECT_EQ(code_of(uploads().append(upload.id, "", 3, sending("lo"))), "upload.offset_wrong");
  EXPECT_EQ(must(uploads().append(upload.id, "", 6, sending("world"))).offset, 11U);
  EXPECT_TRUE(must(uploads().complete(upload.id, "")).is_complete);
  EXPECT_EQ(content_of(must(uploads().file(upload.id, ""))), "hello world");
  EXPECT_EQ(code_of(uploads().append(upload.id, "", 11, sending("!"))), "upload.is_complete");
}

TEST_P(Uploads, AreRefusedWhenTheyArriveDamagedAndCanBeSentAnew) {
  const auto upload = must(uploads().create({.file_name = "prices.csv", .sha256 = hello_digest}));
  must(uploads().append(upload.id, "", 0, sending("hello there")));
  EXPECT_EQ(code_of(uploads().complete(upload.id, "")), "upload.digest_wrong");
  EXPECT_EQ(code_of(uploads().file(upload.id, "")), "upload.incomplete");
  must(uploads().replace(upload.id, "", sending("hello world")));
  EXPECT_TRUE(must(uploads().complete(upload.id, "")).is_complete);
}

TEST_P(Uploads, TakeNoMoreThanWasAnnounced) {
  const auto upload = must(uploads().create({.file_name = "prices.csv", .size = 5}));
  EXPECT_EQ(code_of(uploads().append(upload.id, "", 0, sending("hello world"))), "upload.too_long");
  must(uploads().append(upload.id, "", 0, sending("hello")));
  EXPECT_TRUE(must(uploads().complete(upload.id, "")).is_complete);
}

TEST_P(Uploads, TakeOneSenderAtATime) {
  const auto upload = must(uploads().create({.file_name = "prices.csv"}));
  bool asked = false;
  const auto first = uploads().append(upload.id, "", 0, [&](std::span<char>) -> base::Result<std::size_t> {
    EXPECT_EQ(code_of(uploads().append(upload.id, "", 0, sending("x"))), "upload.busy");
    asked = true;
    return 0;
  });
  EXPECT_TRUE(first);
  EXPECT_TRUE(asked);
}

TEST_P(Uploads, AreTakenFurtherByAnyProgram) {
  const auto upload = must(uploads().create({.file_name = "prices.csv", .size = 11, .sha256 = hello_digest}));
  must(uploads().append(upload.id, "", 0, sending("he")));
  EXPECT_FALSE(others().append(upload.id, "", 2, sending("llo ", true)));
  EXPECT_EQ(must(uploads().find(upload.id, "")).offset, 6U);
  must(uploads().append(upload.id, "", 6, sending("world")));
  must(others().complete(upload.id, ""));
  EXPECT_EQ(content_of(must(uploads().file(upload.id, ""))), "hello world");
  EXPECT_EQ(content_of(must(others().file(upload.id, ""))), "hello world");
  must(uploads().remove(upload.id, ""));
  EXPECT_EQ(code_of(others().file(upload.id, "")), "upload.unknown");
}

TEST_P(Uploads, TakeOneSenderAtATimeWhicheverProgramTheyAsk) {
  const auto upload = must(uploads().create({.file_name = "prices.csv"}));
  bool asked = false;
  must(uploads().append(upload.id, "", 0, [&](std::span<char>) -> base::Result<std::size_t> {
    EXPECT_EQ(code_of(others().append(upload.id, "", 0, sending("x"))), "upload.busy");
    EXPECT_EQ(code_of(others().replace(upload.id, "", sending("x"))), "upload.busy");
    asked = true;
    return 0;
  }));
  EXPECT_TRUE(asked);
  EXPECT_EQ(must(others().append(upload.id, "", 0, sending("x"))).offset, 1U);
}

TEST_P(Uploads, KeepEveryByteOfLongOnesWhereTheConnectionBroke) {
  std::string text;
  for (int i = 0; i < 2'500'000; ++i) text += std::to_string(i) + ";";
  const auto upload = must(uploads().create({.file_name = "prices.csv"}));
  const std::size_t middle = text.size() / 2;
  EXPECT_FALSE(uploads().append(upload.id, "", 0, sending(text.substr(0, middle), true, 1'000'000)));
  EXPECT_EQ(must(others().find(upload.id, "")).offset, middle);
  must(others().append(upload.id, "", middle, sending(text.substr(middle), false, 1'000'000)));
  must(others().complete(upload.id, ""));
  EXPECT_TRUE(content_of(must(uploads().file(upload.id, ""))) == text);
  must(others().remove(upload.id, ""));
  must(uploads().remove_expired(base::Timestamp::now() + std::chrono::hours(49)));
  EXPECT_TRUE(is_clean());
}

TEST_P(Uploads, BeginAnewWithoutWhatWasThere) {
  const auto upload = must(uploads().create({.file_name = "prices.csv"}));
  must(uploads().append(upload.id, "", 0, sending("much longer than what follows")));
  must(uploads().append(upload.id, "", 29, sending(", in two parts")));
  EXPECT_EQ(must(others().replace(upload.id, "", sending("short"))).offset, 5U);
  must(uploads().append(upload.id, "", 5, sending(" and good")));
  must(uploads().complete(upload.id, ""));
  EXPECT_EQ(content_of(must(others().file(upload.id, ""))), "short and good");
}

TEST_P(UploadsInObjects, IgnoreBytesBeyondAGapThatNobodyWasToldOf) {
  const auto upload = must(uploads().create({.file_name = "prices.csv"}));
  must(uploads().append(upload.id, "", 0, sending("hello ")));
  // What a program that lost its lock may still have sent.
  must(storage().write("imports/uploads/" + upload.id.to_string() + "/0000000000000011", "stray"));
  EXPECT_EQ(must(others().find(upload.id, "")).offset, 6U);
  must(others().append(upload.id, "", 6, sending("world")));
  EXPECT_EQ(must(others().find(upload.id, "")).offset, 11U);
  must(others().append(upload.id, "", 11, sending(".")));
  must(others().complete(upload.id, ""));
  EXPECT_EQ(content_of(must(others().file(upload.id, ""))), "hello world.");
}

TEST_P(Uploads, AreSeenByTheirOwnerOnly) {
  const auto upload = must(uploads().create({.file_name = "prices.csv", .owner = "eva"}));
  EXPECT_EQ(code_of(uploads().find(upload.id, "adam")), "upload.unknown");
  EXPECT_EQ(code_of(uploads().append(upload.id, "adam", 0, sending("x"))), "upload.unknown");
  EXPECT_TRUE(uploads().find(upload.id, "eva"));
}

TEST_P(Uploads, LeaveNothingBehindWhenSentAtOnceAndBroken) {
  EXPECT_FALSE(uploads().take_in({.file_name = "prices.csv"}, sending("hello", true)));
  EXPECT_TRUE(is_clean());
}

TEST_P(Uploads, ExpireAfterADay) {
  const auto upload = must(uploads().create({.file_name = "prices.csv"}));
  must(uploads().append(upload.id, "", 0, sending("hello")));
  EXPECT_EQ(must(uploads().remove_expired(base::Timestamp::now())), 0U);
  EXPECT_EQ(must(uploads().remove_expired(base::Timestamp::now() + std::chrono::hours(25))), 1U);
  EXPECT_EQ(code_of(uploads().find(upload.id, "")), "upload.unknown");
  EXPECT_TRUE(is_clean());
}

TEST_P(Uploads, KeepOnlyTheNameOfAPathAndRefuseWhatCannotBe) {
  EXPECT_EQ(must(uploads().create({.file_name = "C:\\lists\\prices.csv"})).file_name, "prices.csv");
  EXPECT_EQ(must(uploads().create({.file_name = "../../etc/passwd"})).file_name, "passwd");
  EXPECT_EQ(code_of(uploads().create({.file_name = ""})), "upload.invalid");
  EXPECT_EQ(code_of(uploads().create({.file_name = "a.csv", .sha256 = "not a digest"})), "upload.invalid");
}

}  // namespace
