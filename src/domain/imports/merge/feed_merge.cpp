#include "domain/imports/merge/feed_merge.h"

#include "domain/imports/formats/record_reader.h"
#include "domain/imports/merge/batch_builder.h"
#include "domain/imports/merge/pipeline.h"

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
                          const std::function<base::Result<>(std::uint64_t)>& progress) {
  BatchBuilder builder(scan, feed.mapping.duplicates, merge);
  const std::uint64_t merged_up_to = merge.merged_up_to();
  return run_pipeline<FeedBatch>(
      batches_in_flight, [&](BoundedQueue<FeedBatch>& queue) { return produce(feed, merged_up_to, builder, queue); },
      [&](FeedBatch& batch) -> base::Result<> {
        RETURN_IF_FAILED(consume(batch, merge, sink));
        return progress(batch.merge.last_row);
      });
}

}  // namespace imports
