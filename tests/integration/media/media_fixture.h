#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/media/media_tasks.h"
#include "domain/media/object_image_store.h"
#include "platform/db/migrations.h"
#include "support/database_fixture.h"
#include "support/local_server.h"
#include "unit/domain/media/pictures.h"

namespace test {

inline constexpr base::ProblemKind disk_is_full{"test.disk_full", "Disk is full", 507, base::LogLevel::error};

/// A store that can be full, and that remembers what was put.
class WatchedStore : public media::ImageStore {
 public:
  explicit WatchedStore(media::ImageStore& inner) : inner_(inner) {}

  base::Result<std::string> put(std::string_view bytes, std::string_view extension) override {
    if (is_full) return base::failure(disk_is_full, "The disk is full.", "Free some space.");
    ++puts;
    return inner_.put(bytes, extension);
  }
  base::Result<std::string> read(std::string_view key) override { return inner_.read(key); }
  base::Result<> remove_unused(std::string_view key, base::Timestamp cutoff) override {
    return inner_.remove_unused(key, cutoff);
  }

  bool is_full = false;
  int puts = 0;

 private:
  media::ImageStore& inner_;
};

inline media::MediaOptions quick_options() {
  media::MediaOptions options;
  options.host_pause = std::chrono::milliseconds(0);
  return options;
}

/// The pictures of products on one engine; servers may be on this machine.
class MediaTest : public ::testing::TestWithParam<Engine> {
 protected:
  struct House {
    explicit House(Engine engine) : main_fresh(engine), media_fresh(engine) {
      for (platform::db::Database* database : {&main, &media}) must(platform::db::Migrator(*database).up());
    }

    FreshDatabase main_fresh, media_fresh;
    TemporaryFolder folder;
    platform::db::Database main = main_fresh.open("main");
    platform::db::Database media = media_fresh.open("media");
    platform::storage::ObjectStore objects = must(platform::storage::ObjectStore::open(folder / "storage"));
    media::ObjectImageStore object_store{objects};
    WatchedStore store{object_store};
    platform::client::HttpClient client{must(platform::client::AddressRules::from("127.0.0.1"))};
    media::Decoder decoder{{{MEDIA_DECODER, "768", "10"}}};
    media::MediaService service{media, store, quick_options()};
    platform::queue::JobQueue queue{main};
  };

  void SetUp() override { house_ = std::make_unique<House>(GetParam()); }
  void TearDown() override { house_.reset(); }
  House& house() { return *house_; }
  media::MediaService& service() { return house_->service; }
  /// The same pictures, with other rules.
  media::MediaService service_with(const media::MediaOptions& options) {
    return {house_->media, house_->store, options};
  }

  base::Uuid announced(const std::vector<std::string>& urls, base::Timestamp now = base::Timestamp::now()) {
    const base::Uuid product = base::Uuid::generate();
    must(service().announce({{product, urls}}, now));
    return product;
  }
  media::Image image_of(base::Uuid product, std::size_t position = 0) {
    return must(service().images_of(product)).at(position);
  }
  media::Image claimed(base::Timestamp now = base::Timestamp::now()) {
    auto image = must(service().claim(now));
    if (!image) throw std::runtime_error("nothing was to be fetched");
    return *std::move(image);
  }
  base::Result<media::FetchEnd> fetched(const media::Image& image, platform::client::HttpTimeouts timeouts = {}) {
    return media::ImageFetcher(service(), house().client, house().decoder, timeouts).fetch(image, [] { return false; });
  }
  base::Result<media::FetchEnd> fetched_next() { return fetched(claimed()); }

 private:
  std::unique_ptr<House> house_;
};

}  // namespace test
