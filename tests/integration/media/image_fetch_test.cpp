// Images fetched from a real server: friendly, slow, lying or hostile.
#include <gmock/gmock.h>

#include "base/text.h"
#include "integration/media/media_fixture.h"

namespace {

using media::Image;
using media::ImageState;
using platform::http::Request;
using platform::http::Response;
using test::code_of;
using test::LocalServer;
using test::must;
using test::red_and_blue;
using testing::HasSubstr;

/// Gives a picture under an ETag and honours If-None-Match.
struct Shop {
  std::string picture = test::png_of(red_and_blue(1000, 500)), etag = "\"v1\"";
  unsigned status = 200;
  std::string retry_after{}, location{};

  base::Result<Response> answer(const Request& request) const {
    Response response;
    response.status = status == 200 && request.header("if-none-match") == etag ? 304 : status;
    if (status == 200) response.set("ETag", etag);
    response.set("Content-Type", "text/plain");  // servers say what they like
    if (!retry_after.empty()) response.set("Retry-After", retry_after);
    if (!location.empty()) response.set("Location", location);
    if (response.status == 200) response.body = picture;
    return response;
  }
};

class ImageFetchTest : public test::MediaTest {
 protected:
  Shop shop_;
  LocalServer server_{{{"/lamp.png", [this](const Request& request) { return shop_.answer(request); }},
                       {"/again.png", [this](const Request& request) { return shop_.answer(request); }}}};

  Image fetched_from(const std::string& url) {
    const base::Uuid product = announced({url});
    must(fetched_next());
    return image_of(product);
  }
  Image fetched_again(const Image& image) {
    must(service().retry(image.id));
    must(fetched_next());
    return must(service().find(image.id)).image;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ImageFetchTest, test::both_engines(), test::engine_name);

TEST_P(ImageFetchTest, APictureIsStoredWithItsThumbnails) {
  const Image image = fetched_from(server_.url("/lamp.png"));
  EXPECT_EQ(image.state, ImageState::stored);
  EXPECT_EQ(image.http_status, 200);
  EXPECT_EQ(image.problem_code, "");
  const auto& file = image.file.value();
  EXPECT_EQ(file.type, media::ImageType::png);
  EXPECT_EQ(file.width, 1000U);
  EXPECT_EQ(must(service().bytes_of(file.key)), shop_.picture);
  ASSERT_EQ(file.thumbnails.size(), 3U);
  const auto seen = test::shown(must(service().bytes_of(file.thumbnails[1].key)));
  EXPECT_EQ(seen.width, 300U);
  EXPECT_EQ(seen.height, 150U);
  const auto detail = must(service().find(image.id));
  ASSERT_EQ(detail.attempts.size(), 1U);
  EXPECT_EQ(detail.attempts[0].outcome, "stored");
  EXPECT_EQ(detail.attempts[0].bytes, shop_.picture.size());
}

TEST_P(ImageFetchTest, TheSamePictureUnderTwoAddressesIsStoredOnce) {
  const Image first = fetched_from(server_.url("/lamp.png"));
  const int puts = house().store.puts;
  const Image second = fetched_from(server_.url("/again.png"));
  EXPECT_EQ(second.state, ImageState::stored);
  EXPECT_EQ(second.file.value().digest, first.file.value().digest);
  EXPECT_EQ(house().store.puts, puts) << "it was neither read nor written again";
  EXPECT_EQ(must(service().summary()).files, 1U);
}

TEST_P(ImageFetchTest, AnUnchangedPictureIsNotSentAgain) {
  const Image image = fetched_from(server_.url("/lamp.png"));
  EXPECT_EQ(server_.requests().at(0).header("if-none-match"), "");
  const Image again = fetched_again(image);
  EXPECT_EQ(server_.requests().at(1).header("if-none-match"), "\"v1\"");
  EXPECT_EQ(again.state, ImageState::stored);
  EXPECT_EQ(again.http_status, 304);
  EXPECT_EQ(again.file.value().digest, image.file.value().digest);
  EXPECT_EQ(must(service().find(image.id)).attempts.at(0).outcome, "unchanged");
  shop_.etag = "\"v2\"";
  shop_.picture = test::jpeg_of(red_and_blue(300, 300));
  const Image changed = fetched_again(again);
  EXPECT_NE(changed.file.value().digest, image.file.value().digest);
  EXPECT_EQ(changed.file.value().type, media::ImageType::jpeg);
}

TEST_P(ImageFetchTest, WhatIsGoneIsNotAskedForAgain) {
  shop_.status = 404;
  const Image image = fetched_from(server_.url("/lamp.png"));
  EXPECT_EQ(image.state, ImageState::gone);
  EXPECT_EQ(image.http_status, 404);
  EXPECT_EQ(image.problem_code, media::image_gone.code);
  EXPECT_FALSE(must(service().claim(base::Timestamp::now() + std::chrono::hours(48))));
  shop_.status = 200;
  EXPECT_EQ(fetched_again(image).state, ImageState::stored) << "a person may have it tried again";
}

TEST_P(ImageFetchTest, ABusyServerIsAskedAgainFiveTimesInAboutADay) {
  shop_.status = 503;
  const base::Uuid product = announced({server_.url("/lamp.png")});
  std::chrono::microseconds all{};
  for (int tries = 1; tries <= 4; ++tries) {
    const base::Timestamp due = image_of(product).next_try_at;
    must(fetched(claimed(std::max(due, base::Timestamp::now()))));
    const Image image = image_of(product);
    EXPECT_EQ(image.state, ImageState::waiting);
    EXPECT_EQ(image.tries, tries);
    EXPECT_EQ(image.problem_code, media::image_server_busy.code);
    EXPECT_FALSE(must(service().claim())) << "not before its time";
    all += image.next_try_at - base::Timestamp::now();
  }
  EXPECT_GT(all, std::chrono::hours(20));
  EXPECT_LT(all, std::chrono::hours(28));
  must(fetched(claimed(image_of(product).next_try_at)));
  EXPECT_EQ(image_of(product).state, ImageState::failed);
  EXPECT_EQ(must(service().find(image_of(product).id)).attempts.size(), 5U);
}

TEST_P(ImageFetchTest, AServerThatAsksForARestIsLeftAlone) {
  shop_.status = 429;
  shop_.retry_after = "3600";
  announced({server_.url("/lamp.png"), server_.url("/again.png")});
  must(fetched_next());
  const base::Timestamp now = base::Timestamp::now();
  EXPECT_FALSE(must(service().claim(now + std::chrono::minutes(50)))) << "none of its pictures is asked for";
  EXPECT_FALSE(must(service().has_work(now)));
  EXPECT_TRUE(must(service().claim(now + std::chrono::minutes(61))));
}

TEST_P(ImageFetchTest, ARefusedPictureWaitsForAPerson) {
  shop_.status = 403;
  const Image image = fetched_from(server_.url("/lamp.png"));
  EXPECT_EQ(image.state, ImageState::failed);
  EXPECT_EQ(image.problem_code, media::image_refused.code);
  EXPECT_THAT(image.problem_message, HasSubstr("127.0.0.1 answered 403"));
}

TEST_P(ImageFetchTest, ARedirectInwardIsNotFollowed) {
  shop_.status = 302;
  shop_.location = "http://10.0.0.1/secret.png";
  const Image image = fetched_from(server_.url("/lamp.png"));
  EXPECT_EQ(image.state, ImageState::failed);
  EXPECT_EQ(image.problem_code, platform::client::address_refused.code);
  EXPECT_EQ(fetched_from("http://192.168.1.1/x.png").problem_code, platform::client::address_refused.code);
}

TEST_P(ImageFetchTest, ARedirectOutwardIs) {
  shop_.status = 302;
  shop_.location = server_.url("/other.png");
  EXPECT_EQ(fetched_from(server_.url("/lamp.png")).state, ImageState::gone) << "there is nothing at the other address";
  EXPECT_EQ(server_.requests().size(), 1U);
}

TEST_P(ImageFetchTest, AServerThatLiesAboutTheLengthIsAskedAgain) {
  const test::RawServer liar([](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
  });
  const Image image = fetched_from(liar.url("/x.png"));
  EXPECT_EQ(image.state, ImageState::waiting);
  EXPECT_EQ(image.problem_code, platform::client::answer_broken.code);
}

TEST_P(ImageFetchTest, WhatAServerSendsThatIsNoTextIsNotKept) {
  const test::RawServer odd([this](test::RawPeer& peer) {
    const bool is_redirect = peer.receive().find("/moved") != std::string::npos;
    peer.send(is_redirect ? "HTTP/1.1 302 Found\r\nLocation: http://\xFF\xFE/\r\nContent-Length: 0\r\n\r\n"
                          : "HTTP/1.1 200 OK\r\nConnection: close\r\nETag: \"\xFF\xFE\"\r\n\r\n" + shop_.picture);
  });
  const Image image = fetched_from(odd.url("/x.png"));
  EXPECT_EQ(image.state, ImageState::stored);
  EXPECT_EQ(image.etag, "");
  const Image moved = fetched_from(odd.url("/moved.png"));
  EXPECT_NE(moved.state, ImageState::fetching);
  EXPECT_NE(moved.problem_code, "");
  EXPECT_TRUE(base::is_valid_utf8(moved.problem_message));
}

TEST_P(ImageFetchTest, AServerThatTricklesIsGivenUp) {
  const test::RawServer slow([](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.send("x")) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  });
  const base::Uuid product = announced({slow.url("/x.png")});
  platform::client::HttpTimeouts timeouts;
  timeouts.total = std::chrono::milliseconds(700);
  must(fetched(claimed(), timeouts));
  EXPECT_EQ(image_of(product).state, ImageState::waiting);
  EXPECT_EQ(image_of(product).problem_code, platform::client::answer_too_slow.code);
}

TEST_P(ImageFetchTest, APictureWithoutEndIsRefused) {
  const test::RawServer endless([](test::RawPeer& peer) {
    peer.receive();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(1U << 20U, 'x');
    while (peer.send(block)) continue;
  });
  const Image image = fetched_from(endless.url("/x.png"));
  EXPECT_EQ(image.state, ImageState::failed);
  EXPECT_EQ(image.problem_code, platform::client::answer_too_large.code);
}

TEST_P(ImageFetchTest, WhatIsNoPictureIsRefusedWhateverItIsCalled) {
  shop_.picture = "<html>Please log in</html>";
  const Image page = fetched_from(server_.url("/lamp.png"));
  EXPECT_EQ(page.state, ImageState::failed);
  EXPECT_EQ(page.http_status, 200);
  EXPECT_THAT(page.problem_message, HasSubstr("a web page"));
  shop_.picture = test::png_claiming(40'000, 40'000);
  EXPECT_EQ(fetched_again(page).problem_code, media::image_too_large.code);
  shop_.picture = test::jpeg_of(red_and_blue(500, 500)).substr(0, 900);
  EXPECT_EQ(fetched_again(page).problem_code, media::image_broken.code);
  EXPECT_EQ(must(service().summary()).files, 0U);
}

TEST_P(ImageFetchTest, AFullDiskIsNoFaultOfThePicture) {
  house().store.is_full = true;
  const base::Uuid product = announced({server_.url("/lamp.png")});
  EXPECT_EQ(code_of(fetched_next()), test::disk_is_full.code);
  const Image image = image_of(product);
  EXPECT_EQ(image.state, ImageState::waiting);
  EXPECT_EQ(image.tries, 0) << "the try does not count";
  EXPECT_EQ(image.problem_code, test::disk_is_full.code);
  house().store.is_full = false;
  must(fetched(claimed(image.next_try_at)));
  EXPECT_EQ(image_of(product).state, ImageState::stored);
}

TEST_P(ImageFetchTest, AWorkerLostBetweenFetchingAndStoringLosesNothing) {
  const base::Uuid product = announced({server_.url("/lamp.png")});
  const Image lost = claimed();
  must(house().store.put(shop_.picture, "png"));  // it had come as far as this
  const Image again = claimed(base::Timestamp::now() + std::chrono::minutes(4));
  EXPECT_EQ(again.id, lost.id);
  EXPECT_EQ(must(fetched(again)).outcome, "stored");
  EXPECT_EQ(must(fetched(lost)).outcome, "lost") << "should it wake up, it writes nothing";
  EXPECT_EQ(image_of(product).state, ImageState::stored);
  EXPECT_EQ(must(service().find(lost.id)).attempts.size(), 1U);
  EXPECT_EQ(must(service().summary()).files, 1U);
}

TEST_P(ImageFetchTest, APictureThatWorkersDieOfIsGivenUp) {
  const base::Uuid product = announced({server_.url("/lamp.png")});
  base::Timestamp now = base::Timestamp::now();
  for (int i = 0; i < 10; ++i, now = now + std::chrono::minutes(4)) claimed(now);
  must(fetched(claimed(now)));
  EXPECT_EQ(image_of(product).state, ImageState::failed);
  EXPECT_EQ(image_of(product).problem_code, media::image_worker_lost.code);
  EXPECT_TRUE(server_.requests().empty());
}

}  // namespace
