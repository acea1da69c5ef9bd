#include "domain/imports/import_run.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "domain/imports/detected.h"
#include "domain/imports/dry_run_keeper.h"
#include "domain/imports/follow_up.h"
#include "domain/imports/merge/feed_merge.h"
#include "platform/db/transaction.h"
#include "platform/queue/outbox.h"
#include "platform/telemetry/process.h"
#include "platform/telemetry/trace.h"

namespace imports {
namespace {

using platform::telemetry::SpanScope;

constexpr std::string_view bucket = "imports";

std::string mode_name(catalog::MergeMode mode) {
  return mode == catalog::MergeMode::full ? "full" : "partial";
}

/// A dry run nobody can ask about afterwards keeps nothing.
class NoSink : public KeptRowSink {
 public:
  base::Result<> write(std::span<const KeptRow>) override { return {}; }
};

class StoreSink : public KeptRowSink {
 public:
  StoreSink(platform::db::Connection& connection, base::Uuid job_id) : connection_(connection), job_id_(job_id) {}
  base::Result<> write(std::span<const KeptRow> rows) override {
    return store::insert_kept_rows(connection_, job_id_, rows);
  }

 private:
  platform::db::Connection& connection_;
  base::Uuid job_id_;
};

std::string columns_json(const std::vector<std::string>& columns) {
  base::JsonWriter json;
  json.begin_array();
  for (const std::string& column : columns) json.value(column);
  json.end_array();
  return json.take();
}

/// A mapping a person wrote is kept to; one that was detected gives way when the file has other columns.
base::Result<Mapping> choose_mapping(const std::optional<Mapping>& given, const std::optional<MappingVersion>& latest,
                                     const Sniffed& sniffed, const std::vector<std::string>& columns) {
  if (given) return *given;
  if (latest) {
    ASSIGN_OR_RETURN(Mapping stored, parse_mapping(latest->document));
    if (latest->origin == "given" || RowMapper::create(stored, columns)) return stored;
  }
  return suggest_mapping(sniffed);
}

bool is_quarantine_export(const Sniffed& sniffed) {
  return !sniffed.columns.empty() && sniffed.columns.front().name == quarantine_row_column;
}

base::Result<Mapping::FileHints> hints_of(const std::optional<Mapping>& given,
                                          const std::optional<MappingVersion>& latest) {
  if (given) return given->file;
  if (!latest) return Mapping::FileHints{};
  ASSIGN_OR_RETURN(const Mapping stored, parse_mapping(latest->document));
  return stored.file;
}

}  // namespace

std::string_view to_string(Phase phase) {
  switch (phase) {
    case Phase::copying:
      return "copy";
    case Phase::reading:
      return "read";
    case Phase::merging:
      return "merge";
    case Phase::proving:
      return "prove";
  }
  return "";
}

base::Result<> ImportRun::archive() {
  const SpanScope step("archive");
  std::error_code unknown;  // a pipe has no size: then the total stays open
  const std::uintmax_t size = std::filesystem::file_size(request_.file, unknown);
  const std::uint64_t total = unknown ? 0 : size;
  ASSIGN_OR_RETURN(object_, storage_.put(bucket, request_.file, [&](std::uint64_t bytes) {
    progress_({Phase::copying, bytes, total});
  }));
  return take_copy();
}

base::Result<> ImportRun::understand(const std::optional<MappingVersion>& latest) {
  const SpanScope step("sniff");
  // A corrected quarantine file is read as it is, whatever the supplier's own files need.
  auto plain = sniff(feed_.path, {}, file_name_);
  const bool corrected = plain && is_quarantine_export(*plain);
  if (corrected && request_.mode == catalog::MergeMode::full) {
    return base::failure(correction_is_partial,
                         "\"" + file_name_ + "\" is a corrected quarantine file: it lists only some offers.",
                         "Import it without --mode full; nothing was withdrawn.");
  }
  ASSIGN_OR_RETURN(const Mapping::FileHints hints, hints_of(request_.mapping, latest));
  if (!corrected && !(hints == Mapping::FileHints{})) plain = sniff(feed_.path, hints, file_name_);
  if (!plain) return base::failure(std::move(plain).error());
  const Sniffed& sniffed = *plain;
  feed_.dialect = sniffed.dialect;
  detected_ = detected_of(sniffed);
  feed_.columns = detected_.columns;
  ASSIGN_OR_RETURN(mapping_, choose_mapping(request_.mapping, latest, sniffed, feed_.columns));
  feed_.mapping = mapping_;
  if (feed_.mapping.default_currency.empty()) feed_.mapping.default_currency = supplier_.currency;
  mapping_origin_ = request_.mapping || (latest && latest->origin == "given") ? "given" : "detected";
  return {};
}

base::Result<> ImportRun::reached(const Progress& progress) {
  progress_(progress);
  if (request_.should_stop) stop_ = request_.should_stop();
  if (stop_ == StopRequest::none) return {};
  return base::failure(import_stopped, "The import of \"" + file_name_ + "\" was stopped.",
                       "What it merged stays; resume it to go on from there.");
}

tl::unexpected<base::Problem> ImportRun::left_off(platform::db::Connection& connection, base::Problem stop) {
  if (stop_ == StopRequest::cancel) RETURN_IF_FAILED(store::mark_cancelled(connection, job_id_));
  RETURN_IF_FAILED(store::add_log(connection, job_id_, "info",
                                  stop_ == StopRequest::cancel ? "Import was cancelled." : "Import pauses."));
  return base::failure(std::move(stop));
}

base::Result<> ImportRun::scan(catalog::CatalogMerge& merge) {
  const SpanScope step("scan");
  ASSIGN_OR_RETURN(auto scanned, scan_feed(feed_, merge, [&](std::uint64_t rows) {
                     return reached({Phase::reading, rows, 0});
                   }));
  scan_ = std::move(scanned);
  return {};
}

base::Result<ImportReport> ImportRun::start(const ImportRequest& request, const ChangeCallback& changes) {
  request_ = request;
  file_name_ = request.file_name.empty() ? request.file.filename().string() : request.file_name;
  return import_file(changes);
}

base::Result<ImportReport> ImportRun::import_file(const ChangeCallback& changes) {
  const ImportRequest& request = request_;
  ASSIGN_OR_RETURN(supplier_, suppliers_.preview(request.supplier));
  RETURN_IF_FAILED(archive());
  ASSIGN_OR_RETURN(const auto latest, service_.latest_mapping(supplier_));
  RETURN_IF_FAILED(understand(latest));
  const bool dry = request.effect == catalog::MergeEffect::dry_run;
  if (!dry) {
    ASSIGN_OR_RETURN(supplier_, suppliers_.ensure(request.supplier));
  }
  ASSIGN_OR_RETURN(auto merge, catalog::CatalogMerge::open(catalog_, merge_request()));
  RETURN_IF_FAILED(scan(merge));
  if (dry) return dry_run(merge, changes);
  RETURN_IF_FAILED(open_job());
  return apply(merge, changes);
}

base::Result<ImportReport> ImportRun::go_on(const ImportJob& job, const StopCheck& should_stop) {
  request_.should_stop = should_stop;
  request_.supplier = job.supplier;
  request_.mode = job.mode == "full" ? catalog::MergeMode::full : catalog::MergeMode::partial;
  file_name_ = job.file_name;
  job_id_ = job.id;
  is_new_job_ = false;
  ASSIGN_OR_RETURN(supplier_, suppliers_.find(job.supplier));
  std::optional<MappingVersion> mapping;
  {
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    ASSIGN_OR_RETURN(const auto key, store::object_key(*connection, job.file_digest));
    object_ = {key.value_or(""), job.file_digest, 0};
    ASSIGN_OR_RETURN(const base::Uuid mapping_id, store::mapping_of_job(*connection, job.id));
    ASSIGN_OR_RETURN(mapping, store::find_mapping(*connection, mapping_id));
  }
  RETURN_IF_FAILED(take_copy());
  if (mapping) {
    ASSIGN_OR_RETURN(request_.mapping, parse_mapping(mapping->document));
    mapping_version_ = mapping->version;
  }
  RETURN_IF_FAILED(understand(mapping));
  ASSIGN_OR_RETURN(auto merge, catalog::CatalogMerge::open(catalog_, merge_request()));
  {
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    ASSIGN_OR_RETURN(const bool superseded, store::is_superseded(*connection, job.id));
    if (superseded) {
      return base::failure(import_not_resumable,
                           "A later import of supplier \"" + job.supplier + "\" has begun since this one stopped.",
                           "Import the file again if its values are still the ones you want.");
    }
  }
  if (auto scanned = scan(merge); !scanned) {
    if (scanned.error().kind != &import_stopped) return base::failure(std::move(scanned).error());
    ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
    return left_off(*connection, std::move(scanned).error());
  }
  return apply(merge, {});
}

catalog::MergeRequest ImportRun::merge_request() const {
  return {supplier_.id, supplier_.code, request_.mode, request_.effect, file_name_, object_.digest};
}

base::Result<> ImportRun::merge_rows(catalog::CatalogMerge& merge, KeptRowSink& sink) {
  const SpanScope step("merge");
  return merge_feed(feed_, *scan_, merge, sink, [&](std::uint64_t rows) {
    return reached({Phase::merging, rows, scan_->rows});
  });
}

base::Result<catalog::MergeCounts> ImportRun::prove(catalog::CatalogMerge& merge) {
  const SpanScope step("prove");
  progress_({Phase::proving, scan_->rows, scan_->rows});
  return merge.finish(scan_->rows);
}

base::Result<ImportReport> ImportRun::dry_run(catalog::CatalogMerge& merge, const ChangeCallback& changes) {
  // Without an id of its own nobody could ask for what it found.
  if (request_.id) return kept_dry_run(merge, *request_.id);
  job_id_ = base::Uuid::generate();
  RETURN_IF_FAILED(merge.begin(job_id_));
  NoSink sink;
  RETURN_IF_FAILED(merge_rows(merge, sink));
  ASSIGN_OR_RETURN(auto counts, prove(merge));
  if (changes) RETURN_IF_FAILED(merge.each_change(changes));
  return report_of("dry_run", std::move(counts));
}

base::Result<ImportReport> ImportRun::kept_dry_run(catalog::CatalogMerge& merge, base::Uuid id) {
  job_id_ = id;
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  RETURN_IF_FAILED(store::remember_file(*connection, object_));
  DryRunKeeper keeper(*connection, {job_id_, supplier_.code, object_.digest, columns_json(feed_.columns)});
  RETURN_IF_FAILED(keeper.begin());
  RETURN_IF_FAILED(merge.begin(job_id_));
  RETURN_IF_FAILED(merge_rows(merge, keeper));
  ASSIGN_OR_RETURN(auto counts, prove(merge));
  RETURN_IF_FAILED(keeper.finish(merge, counts));
  return report_of("dry_run", std::move(counts));
}

base::Result<> ImportRun::open_job() {
  ASSIGN_OR_RETURN(const MappingVersion mapping, service_.store_mapping(supplier_, mapping_, mapping_origin_));
  mapping_version_ = mapping.version;
  store::NewJob job{base::Uuid::generate(),
                    supplier_.id,
                    supplier_.code,
                    file_name_,
                    object_.digest,
                    mode_name(request_.mode),
                    mapping.id,
                    columns_json(feed_.columns),
                    scan_->rows};
  if (request_.id) job.id = *request_.id;
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  RETURN_IF_FAILED(store::remember_file(*connection, object_));
  std::optional<base::Uuid> unfinished;
  if (!request_.id) {
    ASSIGN_OR_RETURN(unfinished, store::find_unfinished(*connection, job));
  }
  is_new_job_ = !unfinished;
  job_id_ = unfinished.value_or(job.id);
  return is_new_job_ ? store::insert_job(*connection, job) : base::Result<>{};
}

base::Result<ImportReport> ImportRun::apply(catalog::CatalogMerge& merge, const ChangeCallback& changes) {
  ASSIGN_OR_RETURN(const auto connection, imports_.acquire());
  auto report = merge_and_prove(merge, *connection);
  if (!report && report.error().kind == &import_stopped) return left_off(*connection, std::move(report).error());
  if (!report) {
    // The import's own failure is what the person must see, whether or not it can be noted down.
    const bool noted = store::mark_failed(*connection, job_id_, report.error()).has_value() &&
                       store::add_log(*connection, job_id_, "error", report.error().text()).has_value();
    if (!noted)
      report.error().cure += " The import could not be marked as failed; it is shown as running until it is resumed.";
    return report;
  }
  if (changes) RETURN_IF_FAILED(merge.each_change(changes));
  return report;
}

base::Result<> ImportRun::take_copy() {
  ASSIGN_OR_RETURN(copy_, storage_.local_copy(object_.key));
  feed_.path = copy_->path();
  return {};
}

/// What follows from the import is announced with its end, so that no death of the process comes between the two.
base::Result<> ImportRun::finish_job(platform::db::Connection& connection, const ImportReport& report) const {
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(connection));
  RETURN_IF_FAILED(store::mark_finished(connection, job_id_, to_json(report)));
  RETURN_IF_FAILED(
      platform::queue::add_to_outbox(connection, {std::string(follow_up_queue), std::string(follow_up_kind),
                                                  supplier_.code, platform::http::to_json(FinishedImport{job_id_})}));
  return transaction.commit();
}

base::Result<ImportReport> ImportRun::merge_and_prove(catalog::CatalogMerge& merge,
                                                      platform::db::Connection& connection) {
  RETURN_IF_FAILED(merge.begin(job_id_));
  if (is_new_job_) {
    RETURN_IF_FAILED(store::add_log(connection, job_id_, "info",
                                    fmt::format("Import of {} rows from {} began.", scan_->rows, file_name_)));
  } else {
    ASSIGN_OR_RETURN(const auto job, store::find_job(connection, job_id_));
    resumed_ = (job ? job->resumed : 0) + 1;
    RETURN_IF_FAILED(store::mark_resumed(connection, job_id_));
    RETURN_IF_FAILED(store::sweep_kept_rows(connection, job_id_, merge.merged_up_to()));
    RETURN_IF_FAILED(
        store::add_log(connection, job_id_, "info",
                       fmt::format("Import goes on after row {} of {}.", merge.merged_up_to(), scan_->rows)));
  }
  StoreSink sink(connection, job_id_);
  RETURN_IF_FAILED(merge_rows(merge, sink));
  ASSIGN_OR_RETURN(auto counts, prove(merge));
  ASSIGN_OR_RETURN(const std::uint64_t kept, store::count_quarantined(connection, job_id_));
  if (kept != counts.rows.quarantined) {
    return base::failure(
        catalog::merge_ledger_unbalanced,
        fmt::format("The ledger says {} rows quarantined, the quarantine holds {}.", counts.rows.quarantined, kept),
        "Nothing was lost: the import is kept as failed. Please report it with its number.");
  }
  ImportReport report = report_of("finished", std::move(counts));
  RETURN_IF_FAILED(finish_job(connection, report));
  RETURN_IF_FAILED(
      store::add_log(connection, job_id_, "info", fmt::format("Import finished in {} ms.", report.duration_ms)));
  return report;
}

ImportReport ImportRun::report_of(std::string_view status, catalog::MergeCounts counts) const {
  ImportReport report;
  report.job_id = job_id_;
  report.status = status;
  report.supplier = supplier_.code;
  report.file_name = file_name_;
  report.mode = mode_name(request_.mode);
  report.mapping_version = mapping_version_;
  report.resumed = resumed_;
  report.detected = detected_;
  report.rows_read = scan_->rows;
  report.counts = std::move(counts);
  report.duration_ms = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_).count());
  report.peak_memory_bytes = platform::telemetry::peak_memory_bytes();
  return report;
}

}  // namespace imports
