// Images as products name them: kept once, claimed by one worker at a time, removed when nobody needs them.
#include <gmock/gmock.h>

#include <thread>

#include "integration/media/media_fixture.h"

namespace {

using media::Image;
using media::ImageState;
using std::chrono::hours;
using test::code_of;
using test::must;
using testing::HasSubstr;

class MediaServiceTest : public test::MediaTest {
 protected:
  static media::ReadImage some_thumbnails(const std::string& bytes = "RIFF....WEBP") {
    media::ReadImage read{media::ImageType::png, 900, 900, {}};
    for (const unsigned size : media::thumbnail_sizes)
      read.thumbnails.push_back({size, size, size, bytes + std::to_string(size)});
    return read;
  }
  static media::Settlement stored_at(base::Timestamp at) {
    media::Settlement settlement;
    settlement.state = ImageState::stored;
    settlement.attempt.at = at;
    settlement.attempt.outcome = "stored";
    settlement.next_try_at = at;
    return settlement;
  }
  static media::Settlement failed_at(base::Timestamp at, const std::string& code = "media.broken") {
    media::Settlement settlement = stored_at(at);
    settlement.state = ImageState::failed;
    settlement.attempt.outcome = "failed";
    settlement.attempt.problem_code = code;
    return settlement;
  }
  const base::Timestamp start_ = base::Timestamp::now();
  const std::string digest_ = std::string(64, 'a'), other_digest_ = std::string(64, 'b');
};
INSTANTIATE_TEST_SUITE_P(Engines, MediaServiceTest, test::both_engines(), test::engine_name);

TEST_P(MediaServiceTest, AnAnnouncedImageWaitsToBeFetched) {
  const base::Uuid product = announced({"https://a.example/1.jpg", "https://b.example/2.jpg"});
  const auto images = must(service().images_of(product));
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].url, "https://a.example/1.jpg");
  EXPECT_EQ(images[1].host, "b.example");
  EXPECT_EQ(images[1].state, ImageState::waiting);
  EXPECT_TRUE(must(service().has_work()));
}

TEST_P(MediaServiceTest, AnnouncingAgainChangesNothing) {
  const base::Uuid product = announced({"https://a.example/1.jpg", "https://a.example/2.jpg"});
  const auto before = must(service().images_of(product));
  const Image taken = claimed();
  must(service().announce({{product, {"https://a.example/1.jpg", "https://a.example/2.jpg"}}}));
  const auto after = must(service().images_of(product));
  EXPECT_EQ(after.at(0).id, before.at(0).id);
  EXPECT_EQ(after.at(1).id, before.at(1).id);
  EXPECT_EQ(must(service().find(taken.id)).image.state, ImageState::fetching);
  EXPECT_EQ(must(service().list({}, std::nullopt, 10)).images.size(), 2U);
}

TEST_P(MediaServiceTest, OneAddressIsOneImageForAllProducts) {
  const base::Uuid first = announced({"https://a.example/1.jpg"});
  const base::Uuid second = announced({"HTTPS://A.example:443/1.jpg#x", "https://a.example/1.jpg"});
  EXPECT_EQ(image_of(first).id, image_of(second).id);
  EXPECT_EQ(must(service().images_of(second)).size(), 1U) << "the same twice shows once";
  EXPECT_EQ(must(service().find(image_of(first).id)).products.size(), 2U);
}

TEST_P(MediaServiceTest, AnAddressThatCannotBeReadIsShownWithItsProblem) {
  const Image image = image_of(announced({"lamp.jpg"}));
  EXPECT_EQ(image.url, "lamp.jpg");
  EXPECT_EQ(image.state, ImageState::failed);
  EXPECT_EQ(image.problem_code, "media.url_invalid");
  EXPECT_THAT(image.problem_message, HasSubstr("lamp.jpg"));
  must(service().retry(image.id));
  EXPECT_FALSE(must(service().claim())) << "there is nowhere to fetch it from";
}

TEST_P(MediaServiceTest, AProductShowsWhatWasAnnouncedLast) {
  const base::Uuid product = announced({"https://a.example/1.jpg", "https://a.example/2.jpg"});
  must(service().announce({{product, {"https://a.example/3.jpg", "https://a.example/1.jpg"}}}));
  const auto images = must(service().images_of(product));
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].url, "https://a.example/3.jpg");
  EXPECT_EQ(images[1].url, "https://a.example/1.jpg");
  must(service().announce({{product, {}}}));
  EXPECT_TRUE(must(service().images_of(product)).empty());
}

TEST_P(MediaServiceTest, AnnouncementsMayMeet) {
  const std::vector<std::string> urls{"https://a.example/1.jpg", "https://b.example/2.jpg", "https://c.example/3.jpg"};
  const std::vector<std::string> reversed(urls.rbegin(), urls.rend());
  std::vector<std::string> failures(2);
  const auto announce_many = [&](const std::vector<std::string>& mine, std::string& failure) {
    for (int i = 0; i < 20; ++i) {
      const auto done = service().announce({{base::Uuid::generate(), mine}, {base::Uuid::generate(), mine}});
      if (!done) failure = done.error().text();
    }
  };
  {
    const std::jthread one([&] { announce_many(urls, failures[0]); }),
        two([&] { announce_many(reversed, failures[1]); });
  }
  EXPECT_EQ(failures[0] + failures[1], "");
  EXPECT_EQ(must(service().list({}, std::nullopt, 10)).images.size(), 3U);
}

TEST_P(MediaServiceTest, AHostIsAskedForTwoPicturesAtOnceAtMost) {
  announced({"https://a.example/1.jpg", "https://a.example/2.jpg", "https://a.example/3.jpg"});
  const Image first = claimed();
  const Image second = claimed();
  EXPECT_NE(first.id, second.id);
  EXPECT_FALSE(must(service().claim()));
  announced({"https://b.example/1.jpg"});
  EXPECT_EQ(claimed().host, "b.example") << "others need not wait";
  must(service().settle(first, failed_at(start_)));
  const Image third = claimed();
  EXPECT_EQ(third.host, "a.example");
  EXPECT_TRUE(third.id != first.id && third.id != second.id);
}

TEST_P(MediaServiceTest, HostsTakeTurnsAndRestInBetween) {
  media::MediaOptions slow;
  slow.host_pause = std::chrono::seconds(1);
  auto polite = service_with(slow);
  announced({"https://a.example/1.jpg", "https://a.example/2.jpg", "https://b.example/1.jpg"}, start_);
  const Image first = must(polite.claim(start_)).value();
  EXPECT_EQ(first.host, "a.example");
  EXPECT_EQ(must(polite.claim(start_)).value().host, "b.example");
  EXPECT_FALSE(must(polite.claim(start_)));
  EXPECT_TRUE(must(polite.has_work(start_))) << "it is worth waiting for";
  const Image second = must(polite.claim(start_ + std::chrono::seconds(1))).value();
  EXPECT_EQ(second.host, "a.example");
  EXPECT_NE(second.id, first.id);
}

TEST_P(MediaServiceTest, TheImagesOfALostWorkerComeBack) {
  announced({"https://a.example/1.jpg"}, start_);
  const Image lost = claimed(start_);
  EXPECT_FALSE(must(service().claim(start_ + std::chrono::minutes(2))));
  const Image again = claimed(start_ + std::chrono::minutes(4));
  EXPECT_EQ(again.id, lost.id);
  EXPECT_EQ(again.tries, 2);
  EXPECT_FALSE(must(service().settle(lost, failed_at(start_)))) << "the first worker may write no more";
  EXPECT_EQ(must(service().find(lost.id)).image.state, ImageState::fetching);
  EXPECT_TRUE(must(service().settle(again, failed_at(start_))));
  EXPECT_EQ(must(service().find(lost.id)).attempts.size(), 1U);
}

TEST_P(MediaServiceTest, ManyWorkersNeverTakeTheSameImage) {
  std::vector<std::string> urls;
  for (int host = 0; host < 10; ++host)
    for (int i = 0; i < 2; ++i) urls.push_back("https://h" + std::to_string(host) + ".example/" + std::to_string(i));
  announced(urls);
  std::vector<std::vector<base::Uuid>> taken(4);
  {
    std::vector<std::jthread> workers;
    for (auto& mine : taken) {
      workers.emplace_back([&] {
        for (int empty = 0; empty < 20;) {
          const auto image = service().claim();
          if (image && *image) {
            mine.push_back((*image)->id);
          } else {
            ++empty;
          }
        }
      });
    }
  }
  std::vector<base::Uuid> all;
  for (const auto& mine : taken) all.insert(all.end(), mine.begin(), mine.end());
  std::ranges::sort(all);
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
  EXPECT_EQ(all.size(), urls.size());
}

TEST_P(MediaServiceTest, AStoredImageIsLookedAtAnewAfterAWeek) {
  const base::Uuid product = announced({"https://a.example/1.jpg"}, start_);
  must(service().settle_new(claimed(start_), stored_at(start_), digest_, "picture", some_thumbnails()));
  must(service().announce({{product, {"https://a.example/1.jpg"}}}, start_ + hours(6 * 24)));
  EXPECT_EQ(image_of(product).state, ImageState::stored);
  must(service().announce({{product, {"https://a.example/1.jpg"}}}, start_ + hours(8 * 24)));
  const Image again = image_of(product);
  EXPECT_EQ(again.state, ImageState::waiting);
  EXPECT_EQ(again.file.value().digest, digest_) << "what there is is shown meanwhile";
}

TEST_P(MediaServiceTest, FailedImagesAreRetriedOneByOneOrAllTogether) {
  std::vector<base::Uuid> products;
  for (const char* url : {"https://a.example/1.jpg", "https://b.example/1.jpg", "https://c.example/1.jpg"})
    products.push_back(announced({url}));
  for (int i = 0; i < 3; ++i) {
    const Image image = claimed();
    must(service().settle(image, failed_at(start_, image.host == "c.example" ? "media.refused" : "media.broken")));
  }
  EXPECT_EQ(must(service().list({ImageState::failed, {}, {}}, std::nullopt, 10)).images.size(), 3U);
  EXPECT_EQ(must(service().list({ImageState::failed, {}, "media.broken"}, std::nullopt, 10)).images.size(), 2U);
  const Image one = must(service().retry(image_of(products[0]).id));
  EXPECT_EQ(one.state, ImageState::waiting);
  EXPECT_EQ(one.tries, 0);
  EXPECT_EQ(must(service().retry_all({std::nullopt, {}, "media.refused"})), 1U);
  EXPECT_EQ(must(service().retry_all({std::nullopt, "b.example", {}})), 1U);
  EXPECT_EQ(must(service().retry_all({})), 0U);
  EXPECT_EQ(code_of(service().retry(base::Uuid::generate())), media::image_unknown.code);
}

TEST_P(MediaServiceTest, ImagesAreListedPageByPage) {
  std::vector<std::string> urls;
  for (int i = 0; i < 5; ++i) urls.push_back("https://a.example/" + std::to_string(i));
  announced(urls);
  std::vector<base::Uuid> seen;
  std::optional<base::Uuid> next;
  do {
    const auto page = must(service().list({std::nullopt, "a.example", {}}, next, 2));
    for (const Image& image : page.images) seen.push_back(image.id);
    next = page.next;
  } while (next);
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
}

TEST_P(MediaServiceTest, TheSummaryCountsStatesAndHosts) {
  announced({"https://a.example/1.jpg", "https://a.example/2.jpg", "https://b.example/1.jpg"});
  must(service().settle_new(claimed(), stored_at(start_), digest_, "picture", some_thumbnails()));
  const auto summary = must(service().summary());
  EXPECT_EQ(summary.images.at(ImageState::waiting), 2U);
  EXPECT_EQ(summary.images.at(ImageState::stored), 1U);
  EXPECT_EQ(summary.hosts.size(), 2U);
  EXPECT_EQ(summary.files, 1U);
  EXPECT_EQ(summary.bytes, 7U);
}

TEST_P(MediaServiceTest, APictureNobodyShowsIsRemovedAfterAWhile) {
  const base::Uuid product = announced({"https://a.example/1.jpg"}, start_);
  must(service().settle_new(claimed(start_), stored_at(start_), digest_, "picture", some_thumbnails()));
  const std::string key = must(service().file(digest_)).key;
  must(service().tidy(start_ + hours(100 * 24)));
  EXPECT_EQ(must(service().bytes_of(key)), "picture") << "a product shows it";

  const base::Timestamp dropped = start_ + hours(200 * 24);
  must(service().forget_products({product}, dropped));
  must(service().tidy(dropped + hours(6 * 24)));
  EXPECT_EQ(must(service().file(digest_)).key, key) << "it may come back with the next import";
  must(service().tidy(dropped + hours(8 * 24)));
  EXPECT_TRUE(must(service().list({}, std::nullopt, 10)).images.empty());
  EXPECT_TRUE(service().file(digest_)) << "its own grace begins now";
  must(service().tidy(dropped + hours(16 * 24)));
  EXPECT_EQ(code_of(service().file(digest_)), media::image_file_unknown.code);
  EXPECT_FALSE(service().bytes_of(key));
  EXPECT_EQ(must(service().summary()).files, 0U);
}

TEST_P(MediaServiceTest, AThumbnailThatTwoPicturesShareOutlivesOneOfThem) {
  const base::Uuid first = announced({"https://a.example/1.jpg"}, start_);
  must(service().settle_new(claimed(start_), stored_at(start_), digest_, "one", some_thumbnails()));
  announced({"https://a.example/2.jpg"}, start_);
  must(service().settle_new(claimed(start_), stored_at(start_), other_digest_, "two", some_thumbnails()));
  must(service().forget_products({first}, start_));
  for (const int days : {10, 20}) must(service().tidy(start_ + hours(days * 24)));
  EXPECT_FALSE(service().file(digest_));
  const auto other = must(service().file(other_digest_));
  for (const auto& thumbnail : other.thumbnails) EXPECT_TRUE(service().bytes_of(thumbnail.key)) << thumbnail.size;
}

TEST_P(MediaServiceTest, AFileOnItsWayOutIsNotGivenToAnImage) {
  const base::Uuid product = announced({"https://a.example/1.jpg"}, start_);
  must(service().settle_new(claimed(start_), stored_at(start_), digest_, "picture", some_thumbnails()));
  must(service().forget_products({product}, start_));
  for (const int days : {10, 20}) must(service().tidy(start_ + hours(days * 24)));
  announced({"https://a.example/3.jpg"}, start_);
  const Image image = claimed(start_);
  EXPECT_EQ(must(service().settle_known(image, stored_at(start_), digest_)), std::nullopt);
  EXPECT_TRUE(must(service().settle_new(image, stored_at(start_), digest_, "picture", some_thumbnails())));
  EXPECT_EQ(must(service().bytes_of(must(service().file(digest_)).key)), "picture");
}

TEST_P(MediaServiceTest, OldTriesAreForgotten) {
  const base::Uuid product = announced({"https://a.example/1.jpg"}, start_);
  must(service().settle(claimed(start_), failed_at(start_)));
  const base::Uuid id = image_of(product).id;
  must(service().tidy(start_ + hours(80 * 24)));
  EXPECT_EQ(must(service().find(id)).attempts.size(), 1U);
  must(service().tidy(start_ + hours(91 * 24)));
  EXPECT_TRUE(must(service().find(id)).attempts.empty());
}

}  // namespace
