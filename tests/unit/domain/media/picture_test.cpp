#include "domain/media/picture.h"

#include <gtest/gtest.h>

#include "domain/media/area_scaler.h"
#include "unit/domain/media/pictures.h"

namespace {

using media::Dimensions;
using media::Picture;

Picture picture_of(const test::Pixels& pixels) {
  return {{pixels.width, pixels.height}, {pixels.bytes.begin(), pixels.bytes.end()}};
}

TEST(FittedSize, KeepsTheShapeAndNeverGrows) {
  EXPECT_EQ(media::fitted({1600, 1200}, 800), (Dimensions{800, 600}));
  EXPECT_EQ(media::fitted({1200, 1600}, 300), (Dimensions{225, 300}));
  EXPECT_EQ(media::fitted({100, 50}, 150), (Dimensions{100, 50}));
  EXPECT_EQ(media::fitted({10'000, 1}, 150), (Dimensions{150, 1}));
}

TEST(AreaScaler, TakesTheMeanOfWhatAPixelCovers) {
  Picture stripes{{4, 2}, {}};
  for (int i = 0; i < 8; ++i) {
    const std::uint8_t light = i % 2 == 0 ? 0 : 200;
    stripes.pixels.insert(stripes.pixels.end(), {light, light, light, 255});
  }
  const Picture half = media::shrunk(stripes, 2);
  ASSERT_EQ(half.size, (Dimensions{2, 1}));
  EXPECT_EQ(half.pixels, (std::vector<std::uint8_t>{100, 100, 100, 255, 100, 100, 100, 255}));
}

TEST(AreaScaler, SharesPixelsThatLieAcrossAnEdge) {
  const Picture three{{3, 1}, {0, 0, 0, 255, 90, 90, 90, 255, 240, 240, 240, 255}};
  const Picture two = media::shrunk(three, 2);
  ASSERT_EQ(two.size, (Dimensions{2, 1}));
  EXPECT_EQ(two.pixels[0], 30);   // (0 + 90 / 2) / 1.5
  EXPECT_EQ(two.pixels[4], 190);  // (90 / 2 + 240) / 1.5
}

TEST(AreaScaler, TakesNoColourFromWhatIsSeeThrough) {
  const Picture pair{{2, 1}, {255, 0, 0, 255, 0, 255, 0, 0}};
  const Picture one = media::shrunk(pair, 1);
  EXPECT_EQ(one.pixels, (std::vector<std::uint8_t>{255, 0, 0, 128}));
}

TEST(AreaScaler, FillsEveryRowWhateverTheSizes) {
  for (const unsigned from : {7U, 151U, 299U, 801U, 1999U}) {
    const Picture plain =
        picture_of(test::Pixels{from, from, std::vector<unsigned char>(std::size_t{4} * from * from, 77)});
    for (const unsigned to : {1U, 5U, 150U, 300U}) {
      const Picture small = media::shrunk(plain, to);
      ASSERT_EQ(small.pixels.size(), std::size_t{4} * small.size.width * small.size.height);
      for (const std::uint8_t value : small.pixels) ASSERT_EQ(value, 77);
    }
  }
}

TEST(Upright, TurnsAndMirrorsAsExifCounts) {
  // Of a picture "ab" over "cd", what each orientation shows.
  const Picture stored{{2, 2}, {'a', 0, 0, 0, 'b', 0, 0, 0, 'c', 0, 0, 0, 'd', 0, 0, 0}};
  const std::vector<std::string> shown{"abcd", "badc", "dcba", "cdab", "acbd", "cadb", "dbca", "bdac"};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const Picture turned = media::upright(stored, orientation);
    std::string seen;
    for (std::size_t at = 0; at < turned.pixels.size(); at += 4) seen += static_cast<char>(turned.pixels[at]);
    EXPECT_EQ(seen, shown[static_cast<std::size_t>(orientation) - 1]) << orientation;
  }
  EXPECT_EQ(media::upright(Picture{{2, 1}, std::vector<std::uint8_t>(8)}, 8).size, (Dimensions{1, 2}));
}

TEST(Orientation, IsReadInBothByteOrdersAndNeverBeyondTheEnd) {
  const std::string big = test::exif_of(6);
  EXPECT_EQ(media::orientation_in(big), 6);
  const std::string little("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0", 22);
  EXPECT_EQ(media::orientation_in(little), 8);
  for (std::size_t size = 0; size < big.size(); ++size) {
    const int orientation = media::orientation_in(std::string_view(big).substr(0, size));
    EXPECT_TRUE(orientation == 1 || orientation == 6) << size;
  }
  std::string far = big;
  far[10] = '\xFF';  // a directory four gigabytes away
  EXPECT_EQ(media::orientation_in(far), 1);
  EXPECT_EQ(media::orientation_in(test::exif_of(9)), 1);
}

}  // namespace
