#include "domain/imports/sniff/sniff.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/imports/formats/decoded_source.h"
#include "domain/imports/formats/encoding.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/record_path.h"
#include "domain/imports/sniff/container.h"
#include "domain/imports/sniff/csv_dialect.h"
#include "domain/imports/sniff/header_row.h"
#include "domain/imports/sniff/sampling.h"
#include "domain/imports/sniff/sheet_choice.h"
#include "domain/imports/sniff/suggest.h"
#include "domain/imports/sniff/text_format.h"
#include "domain/imports/sniff/weight_unit.h"

namespace imports {
namespace sniffing {
namespace {

/// One file on its way from bytes to Sniffed.
class Sniffer {
 public:
  Sniffer(const std::filesystem::path& path, const Mapping::FileHints& hints, std::string_view name)
      : path_(path), hints_(hints), file_(shown_name(path, name)) {}

  base::Result<Sniffed> run() {
    ASSIGN_OR_RETURN(container_, look_inside(path_, hints_.zip_entry, file_));
    result_.dialect = container_.dialect;
    note_other_entries();
    if (container_.is_workbook) {
      RETURN_IF_FAILED(find_sheet());
    } else {
      RETURN_IF_FAILED(find_text_format());
    }
    ASSIGN_OR_RETURN(const Sample sample, take_sample(path_, result_.dialect));
    estimate_rows(sample);
    profile_columns(sample);
    return std::move(result_);
  }

 private:
  void note_other_entries() {
    const Unread& others = container_.other_entries;
    result_.other_entries = others.names;
    if (others.count == 0 || hints_.zip_entry) return;
    result_.notes.push_back(other_entries_note(file_, container_.dialect.zip_entry, others));
  }

  void note_other_sheets(const SheetChoice& choice) {
    result_.other_sheets = choice.others.names;
    if (choice.others.count == 0 || hints_.sheet) return;
    result_.notes.push_back(other_sheets_note(file_, choice.sheet, choice.others));
  }

  void take_header(const HeaderRow& header) {
    result_.dialect.header_row = hints_.header_row.value_or(header.header_row);
    result_.dialect.first_data_row = hints_.first_data_row.value_or(hints_.header_row ? 0 : header.first_data_row);
    if (!hints_.header_row) result_.dialect_reason += "; " + header.reason;
  }

  base::Result<> find_sheet() {
    result_.encoding_reason = "workbooks keep their text in an encoding of their own";
    ASSIGN_OR_RETURN(const SheetChoice choice, choose_sheet(path_, result_.dialect, hints_));
    result_.dialect.sheet = choice.sheet;
    result_.confidence = choice.confidence;
    result_.dialect_reason = choice.reason;
    sheet_rows_ = choice.data_rows;
    note_other_sheets(choice);
    take_header(choice.header);
    return {};
  }

  base::Result<> find_text_format() {
    if (hints_.encoding) {
      ASSIGN_OR_RETURN(result_.dialect.encoding, canonical_encoding(*hints_.encoding));
      result_.encoding_reason = fmt::format("{} as the mapping says", result_.dialect.encoding);
    } else {
      EncodingChoice choice = choose_encoding(container_.head, container_.head_is_all);
      result_.dialect.encoding = std::move(choice.name);
      result_.encoding_reason = std::move(choice.reason);
    }
    ASSIGN_OR_RETURN(const std::string text, decode_sample(container_.head, result_.dialect.encoding));
    if (base::trim(text).empty() && container_.head_is_all) return nothing_inside();
    const MagicGuess foreign = guess_foreign_text(text);
    if (foreign.magic == Magic::foreign) {
      return base::failure(format_unknown_problem(foreign, file_));
    }
    expansion_ =
        static_cast<double>(text.size()) / static_cast<double>(std::max<std::size_t>(container_.head.size(), 1));
    result_.dialect.format = guess_text_format(text, container_.inner_name);
    if (result_.dialect.format == Format::csv) return find_csv(text);
    result_.dialect.header_row = 0;
    if (result_.dialect.format != Format::ndjson) return find_records();
    result_.confidence = 0.95;
    result_.dialect_reason = "every line is a JSON value of its own";
    return {};
  }

  base::Result<> nothing_inside() const {
    base::Place place;
    place.file = file_;
    std::string message = fmt::format("{} holds nothing but blanks.", place.file);
    return base::failure(file_empty, std::move(message),
                         "Check that the supplier's export has finished, and fetch the file again.", std::move(place));
  }

  base::Result<> find_csv(std::string_view text) {
    const CsvDialect found = find_csv_dialect(text, container_.head_is_all, hints_.delimiter);
    result_.dialect.delimiter = found.delimiter;
    result_.dialect.quote = found.quote;
    result_.confidence = found.confidence;
    result_.dialect_reason = found.reason;
    take_header(hints_.header_row ? HeaderRow{} : find_header_row(found.rows));
    return {};
  }

  base::Result<> find_records() {
    if (hints_.record_path) {
      result_.dialect.record_path = *hints_.record_path;
      result_.confidence = 1;
      result_.dialect_reason = fmt::format("records at “{}” as the mapping says", *hints_.record_path);
      return {};
    }
    ASSIGN_OR_RETURN(const auto paths, find_record_paths(path_, result_.dialect));
    if (paths.empty()) {
      const MagicGuess guess{Magic::foreign, "a document without records",
                             "Check that it is the product feed, or name the record path in the mapping."};
      return base::failure(format_unknown_problem(guess, file_));
    }
    const RecordPath& best = paths.front();
    result_.dialect.record_path = best.path;
    result_.dialect_reason = best.reason;
    const double rival = paths.size() > 1 ? paths[1].score : 0;
    const double lead = best.score <= 0 ? 0 : (best.score - rival) / best.score;
    result_.confidence = std::clamp(0.5 + lead, 0.3, 1.0);
    if (paths.size() > 1) result_.dialect_reason += fmt::format("; next came “{}”", paths[1].path);
    return {};
  }

  void estimate_rows(const Sample& sample) {
    result_.sampled_rows = sample.rows;
    result_.estimated_rows = sample.rows;
    result_.estimate_is_exact = sample.reached_end;
    if (sample.reached_end) return;
    if (container_.is_workbook) {
      result_.estimated_rows = std::max(sample.rows, sheet_rows_);
      return;
    }
    const double total = static_cast<double>(container_.total_bytes) * expansion_;
    const auto consumed = static_cast<double>(sample.end_byte - sample.first_byte);
    if (consumed <= 0) return;
    const double rows = static_cast<double>(sample.rows) * (total - static_cast<double>(sample.first_byte)) / consumed;
    result_.estimated_rows = std::max(sample.rows, static_cast<std::uint64_t>(std::max(rows, 0.0)));
  }

  FileTraits traits_of(const std::vector<std::string>& names) const {
    const Format format = result_.dialect.format;
    const bool tree = format == Format::xml || format == Format::json || format == Format::ndjson;
    FileTraits traits;
    traits.naming = tree ? Naming::path : Naming::title;
    traits.has_titles = tree || result_.dialect.header_row > 0;
    traits.shop_feed = recognise_shop_feed(names, result_.dialect);
    return traits;
  }

  /// The decimal mark of columns that prove none: what most of the others prove, else the usual one of the language.
  char usual_decimal(const Sample& sample, const std::vector<std::string>& names, Naming naming) const {
    int commas = 0;
    int points = 0;
    for (std::size_t i = 0; i < sample.columns.size(); ++i) {
      const auto& suggestion = result_.columns[i].suggestion;
      const ColumnType type = result_.columns[i].type;
      if (type != ColumnType::decimal && type != ColumnType::integer) continue;
      const auto proven = sample.columns[i].numbers().proven_decimal();
      // Prices and weights say more about the file than columns of technical data, which trees have plenty of.
      const bool ours = suggestion && is_number_kind(info(suggestion->field).kind);
      if (!ours && result_.dialect.format != Format::csv) continue;
      constexpr int weight_of_ours = 100;
      if (proven) (*proven == ',' ? commas : points) += ours ? weight_of_ours : 1;
    }
    if (commas != points) return commas > points ? ',' : '.';
    if (result_.dialect.format != Format::csv) return '.';
    const std::string_view language = language_of(names, naming);
    return language.empty() || language == "en" ? '.' : ',';
  }

  void profile_columns(const Sample& sample) {
    std::vector<std::string> names;
    for (const ColumnStats& column : sample.columns) names.push_back(column.name());
    FileTraits traits = traits_of(names);
    traits.rows = sample.rows;
    for (const ColumnStats& column : sample.columns) result_.columns.push_back(profile_of(column));
    assign(sample.columns, traits, result_.columns);
    const char decimal = usual_decimal(sample, names, traits.naming);
    for (std::size_t i = 0; i < sample.columns.size(); ++i) {
      add_number_style(result_.columns[i], sample.columns[i], decimal, traits.naming);
    }
    result_.skip = sample.skip;
  }

  static void add_number_style(ColumnProfile& profile, const ColumnStats& stats, char decimal, Naming naming) {
    const bool numeric_type = profile.type == ColumnType::integer || profile.type == ColumnType::decimal;
    const bool numeric_field =
        profile.suggestion && is_number_kind(info(profile.suggestion->field).kind) && stats.numbers().numbers > 0;
    if (!numeric_type && !numeric_field) return;
    profile.number = decide_style(stats.numbers(), decimal);
    const std::string style =
        describe_style(stats.numbers(), *profile.number, !stats.numbers().proven_decimal().has_value());
    if (!style.empty()) profile.evidence += "; " + style;
    if (profile.currency.empty()) profile.currency = hints_of(profile.name, naming).currency;
    if (profile.suggestion && profile.suggestion->field == Field::weight) {
      const WeightUnit unit = weight_unit_of(profile);
      profile.suggestion->reason += fmt::format("; taken as {}: {}", unit.unit, unit.reason);
    }
  }

  static bool is_number_kind(FieldKind kind) {
    return kind == FieldKind::price || kind == FieldKind::percent || kind == FieldKind::quantity ||
           kind == FieldKind::weight;
  }

  const std::filesystem::path& path_;
  const Mapping::FileHints& hints_;
  std::string file_;  ///< what problems call it
  Container container_;
  double expansion_ = 1;  ///< bytes of UTF-8 text for each byte of the file
  std::uint64_t sheet_rows_ = 0;
  Sniffed result_;
};

}  // namespace
}  // namespace sniffing

base::Result<Sniffed> sniff(const std::filesystem::path& path, const Mapping::FileHints& hints,
                            std::string_view shown_name) {
  return sniffing::Sniffer(path, hints, shown_name).run();
}

}  // namespace imports
