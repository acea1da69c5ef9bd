#include "platform/packing/packer.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include "support/result_check.h"

namespace {

using platform::packing::Format;
using platform::packing::packed;
using platform::packing::Packer;

/// `bytes` taken apart again; `window` as zlib means it: raw below 0, zlib up to 15, gzip above.
std::string unpacked(std::string bytes, int window, std::size_t room) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, window), Z_OK);
  std::string out(room + 1, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.avail_in, 0U) << "something stands behind the end";
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

/// Text that does not pack well, so that a small piece of it gives many bytes.
std::string noise(std::size_t size) {
  std::string text;
  std::uint32_t value = 12'345;
  while (text.size() < size) {
    value = value * 1'664'525U + 1'013'904'223U;
    text += static_cast<char>(value >> 24U);
  }
  return text;
}

TEST(Packer, WritesEachFormatAsItsReadersExpectIt) {
  const std::string text = "Anvil;10.50\n" + noise(200'000) + std::string(300'000, 'x');
  EXPECT_EQ(unpacked(packed(text, Format::raw, 4), -15, text.size()), text);
  EXPECT_EQ(unpacked(packed(text, Format::zlib, 6), 15, text.size()), text);
  EXPECT_EQ(unpacked(packed(text, Format::gzip, 9), 15 + 16, text.size()), text);
  EXPECT_LT(packed(text, Format::gzip, 9).size(), 210'000U);
}

TEST(Packer, WritesAFormatOfNothingToo) {
  EXPECT_EQ(unpacked(packed("", Format::gzip, 6), 15 + 16, 0), "");
  EXPECT_FALSE(packed("", Format::raw, 6).empty());
}

TEST(Packer, GivesTheSameForBytesThatComeInPieces) {
  const std::string text = noise(100'000);
  Packer packer(Format::gzip, 5);
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 777) packer.add(std::string_view(text).substr(at, 777), out);
  packer.add("", out);
  EXPECT_LT(out.size(), text.size()) << "the end is kept back until it is asked for";
  packer.finish(out);
  EXPECT_EQ(unpacked(out, 15 + 16, text.size()), text);
}

TEST(Packer, HandsOnPiecesThatStaySmall) {
  Packer packer(Format::raw, 1);
  std::size_t pieces = 0, largest = 0;
  std::string out;
  const auto sink = [&](std::span<const char> bytes) -> base::Result<> {
    ++pieces;
    largest = std::max(largest, bytes.size());
    out.append(bytes.data(), bytes.size());
    return {};
  };
  const std::string text = noise(2'000'000);
  test::must(packer.add(std::span<const char>(text), sink));
  test::must(packer.finish(sink));
  EXPECT_GT(pieces, 20U);
  EXPECT_LE(largest, 64U << 10U);
  EXPECT_EQ(unpacked(out, -15, text.size()), text);
}

TEST(Packer, StopsAtTheFirstFailureOfTheSinkAndStaysStopped) {
  constexpr base::ProblemKind full{"test.full", "Full", 507, base::LogLevel::info};
  Packer packer(Format::gzip, 1);
  int called = 0;
  const auto sink = [&](std::span<const char>) -> base::Result<> {
    ++called;
    return base::failure(full, "There is no room left.", "Free some.");
  };
  const std::string text = noise(1'000'000);
  EXPECT_EQ(test::code_of(packer.add(std::span<const char>(text), sink)), "test.full");
  EXPECT_EQ(called, 1);
  std::string out;
  EXPECT_THROW(packer.add("more", out), std::logic_error) << "what came before is lost";
}

TEST(Packer, IsUsedAgainOnlyOnceItBeganAnew) {
  Packer packer(Format::raw, 4);
  std::string first, second;
  packer.add("the same", first);
  packer.finish(first);
  EXPECT_THROW(packer.add("more", first), std::logic_error);
  EXPECT_THROW(packer.finish(first), std::logic_error);
  packer.restart();
  packer.add("the same", second);
  packer.finish(second);
  EXPECT_EQ(first, second);
}

TEST(Packer, RefusesALevelThereIsNot) {
  EXPECT_THROW(Packer(Format::gzip, 10), std::invalid_argument);
}

}  // namespace
