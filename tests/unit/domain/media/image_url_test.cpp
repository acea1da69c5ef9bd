#include "domain/media/image_url.h"

#include <gtest/gtest.h>

#include "support/result_check.h"

namespace {

using media::parse_image_url;
using test::code_of;
using test::must;

TEST(ImageUrl, HasOneSpelling) {
  for (const char* text : {"https://cdn.shop.example/a/b.jpg?w=1", " HTTPS://CDN.Shop.Example:443/a/b.jpg?w=1 ",
                           "//cdn.shop.example/a/b.jpg?w=1", "https://cdn.shop.example/a/b.jpg?w=1#top"}) {
    const auto url = must(parse_image_url(text));
    EXPECT_EQ(url.text, "https://cdn.shop.example/a/b.jpg?w=1") << text;
    EXPECT_EQ(url.host, "cdn.shop.example");
  }
  EXPECT_EQ(must(parse_image_url("http://shop.example:80")).text, "http://shop.example/");
  EXPECT_EQ(must(parse_image_url("http://shop.example:8080/x")).host, "shop.example");
  EXPECT_EQ(must(parse_image_url("http://[2001:db8::1]:8080/x")).host, "[2001:db8::1]");
}

TEST(ImageUrl, EscapesWhatFeedsLeaveAsItIs) {
  EXPECT_EQ(must(parse_image_url("https://shop.example/été 1.jpg")).text, "https://shop.example/%C3%A9t%C3%A9%201.jpg");
  EXPECT_EQ(must(parse_image_url("https://shop.example/%C3%A9.jpg")).text, "https://shop.example/%C3%A9.jpg");
  EXPECT_EQ(must(parse_image_url("https://shop.example/A.JPG")).text, "https://shop.example/A.JPG");
}

TEST(ImageUrl, ThatLeadsNowhereIsRefused) {
  for (const std::string& text : {std::string(), std::string("lamp.jpg"), std::string("ftp://shop.example/a.jpg"),
                                  std::string("https:///a.jpg"), std::string("https://user:pass@shop.example/a.jpg"),
                                  std::string("javascript://x"), "https://shop.example/" + std::string(2'000, 'a'),
                                  std::string("https://sh op.example/a.jpg"), std::string("https://x/\xFF")}) {
    EXPECT_EQ(code_of(parse_image_url(text)), media::image_url_invalid.code) << text;
  }
}

}  // namespace
