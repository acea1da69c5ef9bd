#include "app/report_view.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "app/terminal.h"
#include "base/json_writer.h"
#include "domain/catalog/offer_values.h"
#include "domain/imports/merge/quarantine.h"
#include "domain/imports/validate/row_mapper.h"

namespace app {
namespace {

namespace json = boost::json;

struct Bucket {
  std::string_view name;
  Colour colour;
  std::string_view block;
  std::uint64_t count;
};

std::array<Bucket, 5> buckets_of(const imports::ImportReport& report) {
  const auto& rows = report.counts.rows;
  return {{{"created", Colour::green, "█", rows.created},
           {"updated", Colour::blue, "▓", rows.updated},
           {"unchanged", Colour::grey, "▒", rows.unchanged},
           {"quarantined", Colour::amber, "░", rows.quarantined},
           {"skipped", Colour::slate, "·", rows.skipped}}};
}

std::string bar_of(const std::array<Bucket, 5>& buckets, std::uint64_t total, std::size_t width) {
  std::string bar;
  std::uint64_t seen = 0;
  std::size_t drawn = 0;
  for (const Bucket& bucket : buckets) {
    seen += bucket.count;
    // Whatever holds a row is seen, however small its share.
    std::size_t until = total == 0 ? 0 : static_cast<std::size_t>(seen * width / total);
    if (bucket.count > 0 && until == drawn && drawn < width) ++until;
    std::string part;
    for (; drawn < until; ++drawn) part += bucket.block;
    bar += coloured(part, bucket.colour);
  }
  return bar;
}

std::string detected_text(const imports::ImportReport& report) {
  const imports::Detected& detected = report.detected;
  std::string text = detected.format;
  if (detected.compression != "none") text += " in " + detected.compression;
  if (!detected.zip_entry.empty()) text += " (" + detected.zip_entry + ")";
  if (!detected.sheet.empty()) text += ", sheet \"" + detected.sheet + "\"";
  if (!detected.delimiter.empty())
    text += detected.delimiter == "\t" ? ", separated by tabs" : ", separated by \"" + detected.delimiter + "\"";
  text += ", " + detected.encoding + ", " + std::to_string(detected.columns.size()) + " columns";
  if (report.mapping_version > 0) text += ", mapping version " + std::to_string(report.mapping_version);
  return text;
}

std::string value_text(std::string_view field, const json::value& value) {
  if (value.is_null()) return "(empty)";
  const std::string text = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
  for (const catalog::OfferFieldInfo& known : catalog::offer_fields()) {
    if (known.name == field) return catalog::display(known.field, text);
  }
  return text;
}

json::object object_of(const std::string& text) {
  if (text.empty()) return {};
  json::value parsed = json::parse(text);
  return std::move(parsed).as_object();
}

}  // namespace

std::string problem_title(std::string_view code) {
  for (const imports::RuleInfo& rule : imports::validation_rules()) {
    if (rule.kind->code == code) return std::string(rule.kind->title);
  }
  for (const base::ProblemKind* kind : {&imports::duplicate_in_file, &imports::duplicate_identical}) {
    if (kind->code == code) return std::string(kind->title);
  }
  return {};
}

std::string note_text(std::string_view message, std::string_view cure, std::string_view code) {
  return coloured(fmt::format("  note: {}", message), Colour::amber) + fmt::format(" {} ({})\n", cure, code);
}

std::string ledger_text(const imports::ImportReport& report) {
  const auto buckets = buckets_of(report);
  std::string text = "  " + bar_of(buckets, report.rows_read, 60) + "\n  " +
                     coloured(count_text(report.rows_read), Colour::bold) +
                     (report.rows_read == 1 ? " row read = " : " rows read = ");
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    text += (i == 0 ? "" : " + ") +
            coloured(count_text(buckets[i].count) + " " + std::string(buckets[i].name), buckets[i].colour);
  }
  return text +
         (report.balances() ? coloured("  ✓ balanced", Colour::green) : coloured("  ✗ does not balance", Colour::red)) +
         "\n";
}

std::string report_text(const imports::ImportReport& report) {
  const bool dry = report.status == "dry_run";
  std::string text = fmt::format("{} {} for {} in {} ({} rows/s, {} of memory)\n",
                                 coloured(dry ? "Dry run of" : "Imported", Colour::bold), report.file_name,
                                 report.supplier, duration_text(std::chrono::milliseconds(report.duration_ms)),
                                 count_text(report.rows_per_second()), size_text(report.peak_memory_bytes));
  text += coloured("  " + detected_text(report), Colour::muted) + "\n";
  for (const imports::FileNote& note : report.detected.notes) text += note_text(note.message, note.cure, note.code);
  if (report.resumed > 0)
    text += fmt::format("  went on after {} interruption{}\n", report.resumed, report.resumed == 1 ? "" : "s");
  text += "\n" + ledger_text(report) + "\n";
  const auto& counts = report.counts;
  text += fmt::format("  offers    {} created, {} updated, {} unchanged, {} withdrawn{}\n",
                      count_text(counts.offers.created), count_text(counts.offers.updated),
                      count_text(counts.offers.unchanged), count_text(counts.offers.withdrawn),
                      report.mode == "partial" ? " (a partial import withdraws nothing)" : "");
  text += fmt::format("  products  {} created, {} updated, {} unchanged\n", count_text(counts.products.created),
                      count_text(counts.products.updated), count_text(counts.products.unchanged));
  if (!counts.problems.empty()) {
    text += "\n";
    Table table({"  rows", "problem", ""});
    for (const auto& [code, count] : counts.problems)
      table.add({fmt::format("{:>6}", count_text(count)), problem_title(code), code});
    text += table.text();
  }
  return text;
}

std::string examples_text(const std::vector<imports::ImportError>& errors) {
  std::string text;
  for (const imports::ImportError& error : errors) {
    const json::value problems = json::parse(error.problems);
    for (const json::value& problem : problems.as_array()) {
      text += fmt::format("  {} {}\n", std::string_view(problem.at("message").as_string()),
                          coloured(std::string_view(problem.at("cure").as_string()), Colour::muted));
    }
  }
  return text;
}

std::string change_text(const catalog::Change& change) {
  const std::string title = change.sku + (change.name.empty() ? "" : "  " + change.name);
  if (change.kind == "withdrawn") return coloured("- " + title, Colour::violet) + "  no longer in the file\n";
  const json::object before = object_of(change.before);
  const json::object after = object_of(change.after);
  std::string text =
      change.kind == "created" ? coloured("+ " + title, Colour::green) : coloured("~ " + title, Colour::blue);
  text += coloured(fmt::format("  (row {})", change.row), Colour::muted) + "\n";
  for (const auto& [field, value] : after) {
    const std::string now = value_text(field, value);
    if (const json::value* was = before.if_contains(field)) {
      text += fmt::format("    {}: {} → {}\n", std::string_view(field), value_text(field, *was), now);
    } else {
      text += fmt::format("    {}: {}\n", std::string_view(field), now);
    }
  }
  return text;
}

std::string change_json(const catalog::Change& change) {
  base::JsonWriter out;
  out.begin_object();
  out.member("kind", change.kind).member("offer_id", change.offer_id.to_string());
  out.member("sku", change.sku).member("name", change.name).member("row", change.row);
  out.key("before").raw(change.before.empty() ? "{}" : change.before);
  out.key("after").raw(change.after.empty() ? "{}" : change.after);
  out.end_object();
  return out.take();
}

}  // namespace app
