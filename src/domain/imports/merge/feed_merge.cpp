#include "domain/imports/merge/feed_merge.h"

#include <exception>
#include <thread>

#include "domain/imports/formats/record_reader.h"
#include "domain/imports/merge/batch_builder.h"
#include "domain/imports/merge/bounded_queue.h"

namespace imports {
namespace {

constexpr std::size_t batches_in_flight = 2;

/// Reads and maps the feed into the queue until its end, or until nobody wants more.
base::Result<> produce(const Feed& feed, std::uint64_t merged_up_to, BatchBuilder& builder,
                       BoundedQueue<FeedBatch>& queue) {
  ASSIGN_OR_RETURN(const auto reader, open_records(feed.path, feed.dialect));
  Record record;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, reader->next(record));
    if (!more) break;
    if (record.number <= merged_up_to) continue;
    RETURN_IF_FAILED(builder.add(record));
    if (builder.is_full() && !queue.push(builder.take())) return {};
  }
  if (!builder.is_empty()) queue.push(builder.take());
  return {};
}

base::Result<> consume(FeedBatch& batch, catalog::CatalogMerge& merge, KeptRowSink& sink) {
  // Kept rows first: should the process die in between, the marker still says the batch is to be done, and the rows
  // kept twice are swept before it is.
  if (!batch.kept.empty()) RETURN_IF_FAILED(sink.write(batch.kept));
  return merge.apply(batch.merge);
}

}  // namespace

base::Result<> merge_feed(const Feed& feed, FeedScan& scan, catalog::CatalogMerge& merge, KeptRowSink& sink,
                          const std::function<void(std::uint64_t)>& progress) {
  BatchBuilder builder(scan, feed.mapping.duplicates);
  const std::uint64_t merged_up_to = merge.merged_up_to();
  BoundedQueue<FeedBatch> queue(batches_in_flight);
  base::Result<> produced;
  std::exception_ptr thrown;
  std::jthread producer([&] {
    try {
      produced = produce(feed, merged_up_to, builder, queue);
    } catch (...) {
      thrown = std::current_exception();
    }
    queue.close();
  });

  base::Result<> consumed;
  while (auto batch = queue.pop()) {
    consumed = consume(*batch, merge, sink);
    if (!consumed) break;
    progress(batch->merge.last_row);
  }
  queue.close();
  producer.join();
  if (thrown) std::rethrow_exception(thrown);
  RETURN_IF_FAILED(consumed);
  return produced;
}

}  // namespace imports
