// Pictures are read by a process of its own: what it may take, and what happens when it breaks.
#include "domain/media/decoder.h"

#include <gmock/gmock.h>

#include <chrono>

#include "support/result_check.h"
#include "unit/domain/media/pictures.h"

namespace {

using media::Decoder;
using test::code_of;
using test::must;
using test::red_and_blue;
using testing::HasSubstr;

Decoder decoder(const std::string& megabytes = "768", const std::string& seconds = "10") {
  return Decoder({{MEDIA_DECODER, megabytes, seconds}});
}

TEST(Decoder, ReadsPicturesElsewhere) {
  const auto image = must(decoder().read(test::jpeg_of(red_and_blue(1200, 800), {.orientation = 6})));
  EXPECT_EQ(image.type, media::ImageType::jpeg);
  EXPECT_EQ(image.width, 800U);
  EXPECT_EQ(image.height, 1200U);
  EXPECT_EQ(test::shown(image.thumbnails.at(0).bytes).height, 150U);
}

TEST(Decoder, ReadsPicturesOfAnyLengthOfBytes) {
  test::Pixels noise = red_and_blue(1500, 1500);
  unsigned value = 1;
  for (unsigned char& byte : noise.bytes)
    byte = static_cast<unsigned char>((value = value * 1664525U + 1013904223U) >> 24U);
  const std::string large = test::png_of(noise);
  EXPECT_GT(large.size(), 8'000'000U) << "more than a socket holds at once";
  EXPECT_EQ(must(decoder().read(large)).width, 1500U);
}

TEST(Decoder, HandsOnWhyAPictureIsRefused) {
  EXPECT_EQ(code_of(decoder().read("GIF89a, a film")), media::image_type_unsupported.code);
  EXPECT_EQ(code_of(decoder().read(test::png_claiming(30'000, 30'000))), media::image_too_large.code);
  const std::string whole = test::jpeg_of(red_and_blue(600, 600));
  EXPECT_EQ(code_of(decoder().read(std::string_view(whole).substr(0, whole.size() / 2))), media::image_broken.code);
}

TEST(Decoder, GivesAPictureNoMoreMemoryThanAllowed) {
  const std::string interlaced = test::png_of(red_and_blue(3'500, 3'500), true);  // 49 MB once it is read
  EXPECT_LT(interlaced.size(), 1'000'000U);
  EXPECT_EQ(code_of(decoder("45").read(interlaced)), media::image_too_demanding.code);
  EXPECT_EQ(must(decoder("300").read(interlaced)).width, 3'500U);
}

TEST(Decoder, GivesAPictureNoMoreTimeThanAllowed) {
  const std::string bomb = test::jpeg_of_many_scans(3'000, 2'000);
  EXPECT_LT(bomb.size(), 2'000'000U);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of(decoder("768", "1").read(bomb)), media::image_too_demanding.code);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(15));
}

TEST(Decoder, DoesNotWaitForAProcessThatHangs) {
  const Decoder hanging({{"/bin/sleep", "60"}, std::chrono::milliseconds(300)});
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(code_of(hanging.read(test::png_of(red_and_blue(4, 4)))), media::image_too_demanding.code);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(Decoder, SurvivesAProcessThatBreaks) {
  const std::string picture = test::png_of(red_and_blue(900, 900));
  const auto broken = Decoder({{"/bin/sh", "-c", "kill -SEGV $$"}}).read(picture);
  EXPECT_EQ(code_of(broken), media::image_broken.code);
  EXPECT_EQ(code_of(Decoder({{"/bin/echo", "anything but an answer"}}).read(picture)), media::image_broken.code);
  EXPECT_EQ(code_of(Decoder({{"/bin/cat"}}).read(picture)), media::image_broken.code);
}

TEST(Decoder, ThatCannotBeStartedIsNoFaultOfThePicture) {
  const auto missing = Decoder({{"/nowhere/decoder"}}).read(test::png_of(red_and_blue(4, 4)));
  EXPECT_EQ(code_of(missing), media::decoder_unavailable.code);
  EXPECT_THAT(missing.error().message, HasSubstr("No such file"));
}

TEST(Decoder, GivesItsProcessNoSecretsOfOurs) {
  ASSERT_EQ(::setenv("MEDIA_TEST_SECRET", "geheim", 1), 0);
  const Decoder looking({{"/bin/sh", "-c", "test -z \"$MEDIA_TEST_SECRET\" || exit 2"}});
  EXPECT_EQ(code_of(looking.read(test::png_of(red_and_blue(4, 4)))), media::image_broken.code)
      << "2 would be unavailable";
  const int open_file = ::dup(0);
  const Decoder counting({{"/bin/sh", "-c", "test ! -e /proc/self/fd/" + std::to_string(open_file) + " || exit 2"}});
  EXPECT_EQ(code_of(counting.read(test::png_of(red_and_blue(4, 4)))), media::image_broken.code);
  ::close(open_file);
}

}  // namespace
