#include "domain/media/decoder_answer.h"

#include <gtest/gtest.h>

#include "domain/media/thumbnails.h"
#include "support/result_check.h"
#include "unit/domain/media/pictures.h"

namespace {

using media::answer_text;
using media::parse_answer;
using test::must;

TEST(DecoderAnswer, ComesBackAsItWasGiven) {
  const auto image = must(media::make_thumbnails(test::png_of(test::red_and_blue(640, 480))));
  const auto back = must(parse_answer(answer_text(image)).value());
  EXPECT_EQ(back.type, media::ImageType::png);
  EXPECT_EQ(back.width, 640U);
  EXPECT_EQ(back.height, 480U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(back.thumbnails.at(i).bytes, image.thumbnails[i].bytes);
  const auto refusal = parse_answer(answer_text(media::make_thumbnails("GIF89a")));
  EXPECT_EQ(test::code_of(refusal.value()), media::image_type_unsupported.code);
}

TEST(DecoderAnswer, ThatIsNotWholeOrNotOursIsNone) {
  const std::string whole = answer_text(media::make_thumbnails(test::png_of(test::red_and_blue(64, 48))));
  for (std::size_t size = 0; size < whole.size(); size += 7)
    EXPECT_FALSE(parse_answer(std::string_view(whole).substr(0, size))) << size;
  EXPECT_FALSE(parse_answer(whole + "x"));
  EXPECT_FALSE(parse_answer("picture\npng 64 48\n64 48 99999999999\n"));
  EXPECT_FALSE(parse_answer("picture\npng 64 48\n64 48 6\n<html>"));
  EXPECT_FALSE(parse_answer("picture\npng 64 48\n151 48 0\n"));
  EXPECT_FALSE(parse_answer("refused\nauth.forbidden\nsomething\nelse\n"));
  EXPECT_FALSE(parse_answer("refused\nmedia.broken\nbell \a\n\n"));
  EXPECT_FALSE(parse_answer("refused\nmedia.broken\n" + std::string(500, 'x') + "\n\n"));
}

}  // namespace
