// From an import to stored pictures, by jobs.
#include <gmock/gmock.h>

#include "integration/media/media_fixture.h"
#include "platform/queue/worker.h"

namespace {

using media::ImageState;
using platform::http::Request;
using platform::http::Response;
using test::code_of;
using test::LocalServer;
using test::must;

/// A catalogue of some products, all changed by one import.
class MediaTasksTest : public test::MediaTest {
 protected:
  void SetUp() override {
    MediaTest::SetUp();
    tasks_ = std::make_unique<media::MediaTasks>(service(), house().client, house().decoder, house().queue, source(),
                                                 options());
  }
  void TearDown() override {
    tasks_.reset();
    MediaTest::TearDown();
  }

  media::MediaTaskOptions options() {
    media::MediaTaskOptions made;
    made.lanes = 2;
    made.products_a_step = 2;
    made.on_fetched = [this](const media::FetchEnd&) { ++fetches_; };
    return made;
  }
  media::ProductSource source() {
    return {[this](base::Uuid import, const media::ProductSource::Place& after,
                   std::uint64_t limit) -> base::Result<media::ProductSource::Page> {
              EXPECT_EQ(import, import_);
              asked_after_.push_back(after.row);
              if (asked_after_.size() == fails_at_)
                return base::failure(test::disk_is_full, "The catalogue is away.", "Wait.");
              media::ProductSource::Page page;
              std::uint64_t row = after.row;
              for (; row < products_.size() && page.products.size() < limit; ++row)
                page.products.push_back(products_[row]);
              if (row < products_.size()) page.next = {row, products_[row - 1].product_id};
              return page;
            },
            [this](const std::vector<base::Uuid>& ids) -> base::Result<std::vector<base::Uuid>> {
              std::vector<base::Uuid> missing;
              for (const base::Uuid& id : ids)
                if (std::ranges::find(products_, id, &media::ProductImages::product_id) == products_.end())
                  missing.push_back(id);
              return missing;
            }};
  }
  void add_products(int count) {
    for (int i = 0; i < count; ++i)
      products_.push_back({base::Uuid::generate(), {server_.url("/" + std::to_string(i) + ".png")}});
  }
  bool all_are(ImageState state) {
    const auto summary = must(service().summary());
    return summary.images.size() == 1 && summary.images.contains(state) && summary.images.at(state) == products_.size();
  }
  /// One attempt at the next job of a kind.
  base::Result<std::string> work() {
    auto job = must(house().queue.lease(media::media_queue, "test", std::chrono::seconds(30)));
    if (!job) throw std::runtime_error("no job was waiting");
    platform::queue::JobContext context(house().queue, *std::move(job), std::chrono::seconds(30));
    auto result =
        context.job().kind == media::announce_kind ? tasks_->run_announcement(context) : tasks_->run_fetching(context);
    if (result) {
      must(house().queue.finish(context.ticket(), *result));
    } else {
      must(house().queue.release(context.ticket()));
    }
    return result;
  }

  static base::Result<Response> picture(const Request& request) {
    Response response;
    const auto number = static_cast<unsigned>(request.path.at(1) - '0');
    response.body = test::png_of(test::red_and_blue(200 + number, 200));
    return response;
  }
  static std::vector<std::pair<std::string, LocalServer::Handler>> pages() {
    std::vector<std::pair<std::string, LocalServer::Handler>> all;
    for (int i = 0; i < 5; ++i) all.emplace_back("/" + std::to_string(i) + ".png", picture);
    return all;
  }

  LocalServer server_{pages()};
  const base::Uuid import_ = base::Uuid::generate();
  std::vector<media::ProductImages> products_;
  std::vector<std::uint64_t> asked_after_;
  std::size_t fails_at_ = 0;
  std::atomic<int> fetches_ = 0;
  std::unique_ptr<media::MediaTasks> tasks_;
};
INSTANTIATE_TEST_SUITE_P(Engines, MediaTasksTest, test::both_engines(), test::engine_name);

TEST_P(MediaTasksTest, AnImportsImagesAreFetchedByThemselves) {
  add_products(5);
  platform::queue::Worker worker(house().queue, {"test", {{std::string(media::media_queue), 4}}});
  tasks_->handle_jobs(worker);
  worker.start();
  must(tasks_->announce(import_));
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!all_are(ImageState::stored) && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(worker.stop(std::chrono::seconds(10)));
  EXPECT_TRUE(all_are(ImageState::stored));
  EXPECT_EQ(must(service().summary()).files, 5U);
  EXPECT_EQ(server_.requests().size(), 5U) << "each was asked for once";
  EXPECT_EQ(fetches_, 5);
}

TEST_P(MediaTasksTest, AnAnnouncementThatWasBrokenOffGoesOnWhereItWas) {
  add_products(5);
  fails_at_ = 2;
  must(tasks_->announce(import_));
  must(tasks_->announce(import_));  // the second changes nothing
  EXPECT_EQ(code_of(work()), test::disk_is_full.code);
  const std::string done = must(work());
  EXPECT_EQ(asked_after_.at(2), 2U) << "the first two were announced before";
  EXPECT_NE(done.find("\"products\":5"), std::string::npos) << done;
  EXPECT_TRUE(all_are(ImageState::waiting));
}

TEST_P(MediaTasksTest, OneLaneFetchesAllThatIsDue) {
  add_products(5);
  must(service().announce(products_));
  must(tasks_->wake());
  must(tasks_->wake());
  const std::string done = must(work());
  EXPECT_NE(done.find("\"stored\":5"), std::string::npos) << done;
  EXPECT_NE(must(work()).find("\"stored\":0"), std::string::npos);
  EXPECT_FALSE(must(house().queue.lease(media::media_queue, "test", std::chrono::seconds(30)))) << "two lanes, no more";
}

TEST_P(MediaTasksTest, NothingToFetchIsNoJob) {
  must(tasks_->wake());
  EXPECT_TRUE(must(house().queue.list({})).empty());
}

TEST_P(MediaTasksTest, AFullDiskEndsTheLaneAndLeavesTheImagesWaiting) {
  add_products(2);
  must(service().announce(products_));
  must(tasks_->wake());
  house().store.is_full = true;
  EXPECT_EQ(code_of(work()), test::disk_is_full.code);
  EXPECT_TRUE(all_are(ImageState::waiting));
}

TEST_P(MediaTasksTest, ImagesOfDeletedProductsGo) {
  add_products(3);
  const base::Timestamp start = base::Timestamp::now();
  must(service().announce(products_, start));
  const base::Uuid deleted = products_.back().product_id;
  products_.pop_back();
  must(tasks_->tidy(start));
  EXPECT_TRUE(must(service().images_of(deleted)).empty());
  must(tasks_->tidy(start + std::chrono::hours(8 * 24)));
  EXPECT_EQ(must(service().list({}, std::nullopt, 10)).images.size(), 2U);
}

}  // namespace
