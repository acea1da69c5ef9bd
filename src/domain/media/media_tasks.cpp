#include "domain/media/media_tasks.h"

#include <thread>

#include "platform/http/codec.h"

namespace media {
namespace {

using platform::queue::JobContext;

struct AnnounceTask {
  base::Uuid import_id;
};
BOOST_DESCRIBE_STRUCT(AnnounceTask, (), (import_id))

/// How far an announcement is: what the next attempt goes on from.
struct AnnounceProgress {
  std::optional<std::uint64_t> row;
  std::optional<base::Uuid> after;  ///< the offer of that row
  std::uint64_t products = 0, images = 0;

  /// A checkpoint of a version before knows no row: what it announced is announced again, which changes nothing.
  ProductSource::Place place() const {
    return row && after ? ProductSource::Place{*row, *after} : ProductSource::Place{};
  }
};
BOOST_DESCRIBE_STRUCT(AnnounceProgress, (), (row, after, products, images))

/// What a lane has done so far.
struct FetchProgress {
  std::uint64_t stored = 0, unchanged = 0, waiting = 0, failed = 0, gone = 0, lost = 0, bytes = 0;
};
BOOST_DESCRIBE_STRUCT(FetchProgress, (), (stored, unchanged, waiting, failed, gone, lost, bytes))

void count(FetchProgress& progress, const FetchEnd& end) {
  progress.bytes += end.bytes;
  if (end.outcome == "stored") ++progress.stored;
  if (end.outcome == "unchanged") ++progress.unchanged;
  if (end.outcome == "waiting") ++progress.waiting;
  if (end.outcome == "failed") ++progress.failed;
  if (end.outcome == "gone") ++progress.gone;
  if (end.outcome == "lost") ++progress.lost;
}

tl::unexpected<base::Problem> stopped() {
  return base::failure(platform::queue::job_stopped, "The work on pictures was stopped.",
                       "It goes on when a worker has time.");
}

}  // namespace

base::Result<> MediaTasks::announce(base::Uuid import_id) {
  platform::queue::NewJob job;
  job.queue = media_queue;
  job.kind = announce_kind;
  job.payload = platform::http::to_json(AnnounceTask{import_id});
  job.unique_key = "media:announce:" + import_id.to_string();
  job.priority = 1;  // quickly done, and there is nothing to fetch before
  RETURN_IF_FAILED(queue_.enqueue(job));
  return {};
}

base::Result<> MediaTasks::take_up(const std::vector<ProductImages>& products) {
  RETURN_IF_FAILED(media_.announce(products));
  return wake();
}

base::Result<> MediaTasks::wake() {
  ASSIGN_OR_RETURN(const bool has_work, media_.has_work());
  if (!has_work) return {};
  for (unsigned lane = 0; lane < options_.lanes; ++lane) {
    platform::queue::NewJob job;
    job.queue = media_queue;
    job.kind = fetch_kind;
    job.unique_key = "media:fetch:" + std::to_string(lane);
    RETURN_IF_FAILED(queue_.enqueue(job));
  }
  return {};
}

base::Result<std::string> MediaTasks::run_announcement(JobContext& context) {
  ASSIGN_OR_RETURN(const auto task, platform::http::from_json<AnnounceTask>(context.job().payload));
  AnnounceProgress progress;
  if (!context.job().checkpoint.empty()) {
    ASSIGN_OR_RETURN(progress, platform::http::from_json<AnnounceProgress>(context.job().checkpoint));
  }
  for (;;) {
    if (context.should_stop()) return stopped();
    ASSIGN_OR_RETURN(const auto page, products_.changed_by(task.import_id, progress.place(), options_.products_a_step));
    if (!page.products.empty()) RETURN_IF_FAILED(take_up(page.products));
    progress.products += page.products.size();
    for (const ProductImages& product : page.products) progress.images += product.urls.size();
    if (!page.next) return platform::http::to_json(progress);
    progress.row = page.next->row;
    progress.after = page.next->offer;
    const std::string reached = platform::http::to_json(progress);
    RETURN_IF_FAILED(context.checkpoint(reached));
    context.progress(reached);
  }
}

base::Result<std::string> MediaTasks::run_fetching(JobContext& context) {
  constexpr std::chrono::milliseconds pause{200};
  FetchProgress progress;
  for (;;) {
    if (context.should_stop()) return stopped();
    ASSIGN_OR_RETURN(const auto claimed, media_.claim());
    if (claimed) {
      auto end = fetcher_.fetch(*claimed, [&context] { return context.should_stop(); });
      if (!end && end.error().kind == &platform::client::request_stopped) return stopped();
      if (!end) return base::failure(std::move(end).error());
      count(progress, *end);
      if (options_.on_fetched) options_.on_fetched(*end);
      context.progress(platform::http::to_json(progress));
      continue;
    }
    ASSIGN_OR_RETURN(const bool has_work, media_.has_work());
    if (!has_work) return platform::http::to_json(progress);
    std::this_thread::sleep_for(pause);  // hosts rest between requests
  }
}

void MediaTasks::handle_jobs(platform::queue::Worker& worker) {
  worker.handle(std::string(announce_kind), {[this](JobContext& context) { return run_announcement(context); }});
  worker.handle(std::string(fetch_kind), {[this](JobContext& context) { return run_fetching(context); }});
}

base::Result<> MediaTasks::tidy(base::Timestamp now) {
  constexpr std::uint64_t step = 500;
  std::optional<base::Uuid> after;
  for (;;) {
    ASSIGN_OR_RETURN(const auto products, media_.products_after(after, step));
    if (products.empty()) return media_.tidy(now);
    ASSIGN_OR_RETURN(const auto missing, products_.missing(products));
    RETURN_IF_FAILED(media_.forget_products(missing, now));
    after = products.back();
  }
}

}  // namespace media
