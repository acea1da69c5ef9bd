#include <fstream>

#include "integration/imports/background_fixture.h"

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

class Uploads : public test::BackgroundTest {};
INSTANTIATE_TEST_SUITE_P(Engines, Uploads, test::both_engines(), test::engine_name);

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

TEST_P(Uploads, AreSeenByTheirOwnerOnly) {
  const auto upload = must(uploads().create({.file_name = "prices.csv", .owner = "eva"}));
  EXPECT_EQ(code_of(uploads().find(upload.id, "adam")), "upload.unknown");
  EXPECT_EQ(code_of(uploads().append(upload.id, "adam", 0, sending("x"))), "upload.unknown");
  EXPECT_TRUE(uploads().find(upload.id, "eva"));
}

TEST_P(Uploads, LeaveNothingBehindWhenSentAtOnceAndBroken) {
  EXPECT_FALSE(uploads().take_in({.file_name = "prices.csv"}, sending("hello", true)));
  EXPECT_TRUE(std::filesystem::is_empty(house().folder / "storage" / "uploads"));
}

TEST_P(Uploads, ExpireAfterADay) {
  const auto upload = must(uploads().create({.file_name = "prices.csv"}));
  EXPECT_EQ(must(uploads().remove_expired(base::Timestamp::now())), 0U);
  EXPECT_EQ(must(uploads().remove_expired(base::Timestamp::now() + std::chrono::hours(25))), 1U);
  EXPECT_EQ(code_of(uploads().find(upload.id, "")), "upload.unknown");
  EXPECT_TRUE(std::filesystem::is_empty(house().folder / "storage" / "uploads"));
}

TEST_P(Uploads, KeepOnlyTheNameOfAPathAndRefuseWhatCannotBe) {
  EXPECT_EQ(must(uploads().create({.file_name = "C:\\lists\\prices.csv"})).file_name, "prices.csv");
  EXPECT_EQ(must(uploads().create({.file_name = "../../etc/passwd"})).file_name, "passwd");
  EXPECT_EQ(code_of(uploads().create({.file_name = ""})), "upload.invalid");
  EXPECT_EQ(code_of(uploads().create({.file_name = "a.csv", .sha256 = "not a digest"})), "upload.invalid");
}

}  // namespace
