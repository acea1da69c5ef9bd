#include "domain/imports/uploads_multipart.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/result_check.h"

namespace {

using imports::multipart_boundary;
using imports::MultipartReader;
using test::code_of;
using test::must;

/// Gives a text a few bytes at a time, as a slow connection would.
imports::ByteReader trickle(std::string text, std::size_t bytes) {
  return
      [text = std::move(text), bytes, at = std::size_t{0}](std::span<char> out) mutable -> base::Result<std::size_t> {
        const std::size_t count = std::min({bytes, out.size(), text.size() - at});
        std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), count, out.begin());
        at += count;
        return count;
      };
}

const std::string form =
    "preamble nobody reads\r\n--XX\r\n"
    "Content-Disposition: form-data; name=\"supplier\"\r\n\r\nalpha\r\n--XX\r\n"
    "content-disposition: form-data; name=\"empty\"\r\n\r\n\r\n--XX\r\n"
    "Content-Disposition: form-data; name=\"file\"; filename=\"my \\\"best\\\" prices.csv\"\r\n"
    "Content-Type: text/csv\r\n\r\nsku;price\r\n--X is no boundary\r\nA;1\r\n--XX--\r\n";

class Trickled : public ::testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Bytes, Trickled, ::testing::Values(1, 2, 3, 7, 64, 100'000));

TEST_P(Trickled, ReadsFieldsAndFilesWhereverThePiecesAreCut) {
  MultipartReader reader(trickle(form, GetParam()), "XX");
  const auto supplier = must(reader.next());
  ASSERT_TRUE(supplier);
  EXPECT_EQ(supplier->name, "supplier");
  EXPECT_FALSE(supplier->file_name);
  EXPECT_EQ(must(reader.text()), "alpha");

  EXPECT_EQ(must(reader.next())->name, "empty");
  EXPECT_EQ(must(reader.text()), "");

  const auto file = must(reader.next());
  ASSERT_TRUE(file);
  EXPECT_EQ(file->name, "file");
  EXPECT_EQ(file->file_name, "my \"best\" prices.csv");
  EXPECT_EQ(must(reader.text()), "sku;price\r\n--X is no boundary\r\nA;1");
  EXPECT_FALSE(must(reader.next()));
}

TEST_P(Trickled, PassesOverWhatIsNotRead) {
  MultipartReader reader(trickle(form, GetParam()), "XX");
  must(reader.next());
  must(reader.next());
  EXPECT_EQ(must(reader.next())->name, "file");
  EXPECT_FALSE(must(reader.next()));
}

TEST(MultipartReader, RefusesAFormThatBreaksOff) {
  for (std::size_t size : {std::size_t{0}, std::size_t{10}, std::size_t{40}, form.size() - 8}) {
    MultipartReader reader(trickle(form.substr(0, size), 16), "XX");
    std::string code;
    while (code.empty()) {
      const auto part = reader.next();
      code = code_of(part);
      ASSERT_TRUE(!part || *part) << "a form of " << size << " bytes seemed whole";
    }
    EXPECT_EQ(code, "request.multipart_malformed");
  }
}

TEST(MultipartReader, RefusesAHeadingWithoutEnd) {
  MultipartReader reader(trickle("--XX\r\nX: " + std::string(100'000, 'a'), 4096), "XX");
  EXPECT_EQ(code_of(reader.next()), "request.multipart_malformed");
}

TEST(MultipartReader, RefusesAFieldWithoutEnd) {
  MultipartReader reader(
      trickle("--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n" + std::string(200'000, 'a') + "\r\n--XX--",
              4096),
      "XX");
  must(reader.next());
  EXPECT_EQ(code_of(reader.text()), "request.multipart_malformed");
}

TEST(MultipartBoundary, IsFoundInTheContentType) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""), "a b");
  EXPECT_FALSE(multipart_boundary("multipart/form-data"));
  EXPECT_FALSE(multipart_boundary("text/csv; boundary=abc"));
}

}  // namespace
