// Pictures become thumbnails, and hostile ones become Problems.
#include "domain/media/thumbnails.h"

#include <gmock/gmock.h>

#include <random>

#include "support/result_check.h"
#include "unit/domain/media/pictures.h"

namespace {

using media::make_thumbnails;
using test::code_of;
using test::must;
using test::Pixels;
using test::red_and_blue;
using testing::HasSubstr;

void expect_red(const unsigned char* pixel) {
  EXPECT_GT(pixel[0], 200);
  EXPECT_LT(pixel[2], 60);
}
void expect_blue(const unsigned char* pixel) {
  EXPECT_LT(pixel[0], 60);
  EXPECT_GT(pixel[2], 200);
}

TEST(Thumbnails, ComeInThreeSizesOfTheSameShape) {
  const Pixels photo = red_and_blue(1600, 1000);
  for (const std::string& file : {test::jpeg_of(photo), test::png_of(photo), test::webp_of(photo)}) {
    const auto image = must(make_thumbnails(file));
    EXPECT_EQ(image.width, 1600U);
    EXPECT_EQ(image.height, 1000U);
    ASSERT_EQ(image.thumbnails.size(), 3U);
    const std::vector<std::array<unsigned, 3>> expected{{150, 150, 94}, {300, 300, 188}, {800, 800, 500}};
    for (std::size_t i = 0; i < 3; ++i) {
      const auto& one = image.thumbnails[i];
      EXPECT_EQ((std::array{one.size, one.width, one.height}), expected[i]);
      const Pixels seen = test::shown(one.bytes);
      EXPECT_EQ(seen.width, one.width);
      EXPECT_EQ(seen.height, one.height);
      expect_red(seen.at(seen.width / 4, seen.height / 2));
      expect_blue(seen.at(seen.width * 3 / 4, seen.height / 2));
    }
  }
}

TEST(Thumbnails, AreNeverLargerThanThePicture) {
  const auto image = must(make_thumbnails(test::png_of(red_and_blue(200, 90))));
  EXPECT_EQ(image.thumbnails[0].width, 150U);
  for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
    EXPECT_EQ(image.thumbnails[i].width, 200U);
    EXPECT_EQ(image.thumbnails[i].height, 90U);
  }
}

TEST(Thumbnails, OfALinePictureKeepOnePixel) {
  const auto image = must(make_thumbnails(test::png_of(red_and_blue(4000, 1))));
  EXPECT_EQ(image.thumbnails[0].width, 150U);
  EXPECT_EQ(image.thumbnails[0].height, 1U);
}

TEST(Thumbnails, KeepTransparency) {
  for (const bool is_interlaced : {false, true}) {
    const auto image = must(make_thumbnails(test::png_of(red_and_blue(600, 600, 0), is_interlaced)));
    const Pixels seen = test::shown(image.thumbnails[1].bytes);
    EXPECT_EQ(seen.at(10, 10)[3], 255);
    EXPECT_EQ(seen.at(10, 290)[3], 0);
  }
}

TEST(Thumbnails, StandUprightAsTheCameraSays) {
  // 6: the photo lies on its left side, so its left edge belongs on top.
  const auto turned = must(make_thumbnails(test::jpeg_of(red_and_blue(900, 600), {.orientation = 6})));
  EXPECT_EQ(turned.width, 600U);
  EXPECT_EQ(turned.height, 900U);
  const Pixels seen = test::shown(turned.thumbnails[1].bytes);
  EXPECT_EQ(seen.width, 200U);
  EXPECT_EQ(seen.height, 300U);
  expect_red(seen.at(100, 30));
  expect_blue(seen.at(100, 270));
  const auto mirrored = must(make_thumbnails(test::jpeg_of(red_and_blue(900, 600), {.orientation = 2})));
  expect_blue(test::shown(mirrored.thumbnails[1].bytes).at(30, 100));
}

TEST(Thumbnails, OfAProgressivePhotoAreThoseOfAnyOther) {
  const auto image = must(make_thumbnails(test::jpeg_of(red_and_blue(2000, 2000), {.is_progressive = true})));
  expect_red(test::shown(image.thumbnails[2].bytes).at(100, 400));
}

TEST(Thumbnails, AreNotMadeOfWhatIsNoPicture) {
  const auto gif = make_thumbnails("GIF89a\x01\x02\x03");
  EXPECT_EQ(code_of(gif), media::image_type_unsupported.code);
  EXPECT_THAT(gif.error().message, HasSubstr("a GIF"));
  EXPECT_THAT(make_thumbnails("  <!DOCTYPE html><title>Login").error().message, HasSubstr("a web page"));
  EXPECT_EQ(code_of(make_thumbnails("some text")), media::image_type_unsupported.code);
  EXPECT_EQ(code_of(make_thumbnails("")), media::image_broken.code);
}

TEST(Thumbnails, AreNotMadeOfWhatClaimsTooManyPixels) {
  for (const auto& [width, height] : {std::pair{30'000U, 30'000U}, {900'000U, 60U}, {8'000U, 6'251U}}) {
    const auto bomb = make_thumbnails(test::png_claiming(width, height));
    EXPECT_EQ(code_of(bomb), media::image_too_large.code) << width << " x " << height;
  }
  EXPECT_EQ(code_of(make_thumbnails(test::png_claiming(8'000, 6'250))), media::image_broken.code) << "50 million are";
  EXPECT_EQ(code_of(make_thumbnails(test::png_claiming(4'000'000'000U, 4'000'000'000U))), media::image_broken.code);
}

TEST(Thumbnails, AreNotMadeOfHalfAPicture) {
  const Pixels photo = red_and_blue(900, 900);
  for (const std::string& file : {test::jpeg_of(photo), test::png_of(photo), test::webp_of(photo),
                                  test::jpeg_of(photo, {.is_progressive = true})}) {
    const auto half = make_thumbnails(std::string_view(file).substr(0, file.size() / 2));
    EXPECT_EQ(code_of(half), media::image_broken.code);
    const auto header = make_thumbnails(std::string_view(file).substr(0, 20));
    EXPECT_EQ(code_of(header), media::image_broken.code);
  }
}

TEST(Thumbnails, OfDamagedPicturesAreMadeOrRefusedButNeverCrash) {
  std::mt19937 random(20261122);  // the same every time
  const Pixels photo = red_and_blue(64, 48, 100);
  for (const std::string& file : {test::jpeg_of(photo, {.orientation = 6}), test::png_of(photo), test::webp_of(photo),
                                  test::jpeg_of(photo, {.is_progressive = true}), test::png_of(photo, true)}) {
    for (int round = 0; round < 300; ++round) {
      std::string damaged = file;
      for (int i = 0; i < 4; ++i) damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
      if (round % 3 == 0) damaged.resize(random() % damaged.size());
      const auto image = make_thumbnails(damaged);
      EXPECT_EQ(image ? image->thumbnails.size() : 3U, 3U);
    }
  }
}

}  // namespace
