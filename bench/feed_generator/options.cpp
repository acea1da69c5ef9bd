#include "feed_generator/options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <map>

#include "base/text.h"

namespace feed_generator {
namespace {

const std::map<std::string, FeedFormat> formats{
    {"csv", FeedFormat::csv}, {"json", FeedFormat::json}, {"ndjson", FeedFormat::ndjson}, {"xml", FeedFormat::xml}};
const std::map<std::string, Language> languages{
    {"fr", Language::french}, {"en", Language::english}, {"mixed", Language::mixed}};

constexpr int usage_error = 2;

std::string known_kinds() {
  std::string list;
  for (const auto& info : damage_kinds()) {
    if (!list.empty()) list += ", ";
    list += info.name;
  }
  return list;
}

base::Result<DamageShare> parse_share(std::string_view part) {
  const auto equals = part.find('=');
  const auto name = base::trim(part.substr(0, equals));
  const auto kind = parse_damage_kind(name);
  if (!kind) {
    return base::failure(damage_invalid, "There is no damage called “" + std::string(name) + "”.",
                         "Choose among " + known_kinds() + ".");
  }
  const auto number = equals == std::string_view::npos ? std::string_view{} : base::trim(part.substr(equals + 1));
  double percent = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), percent);
  if (number.empty() || error != std::errc{} || end != number.data() + number.size() || !(percent >= 0) ||
      percent > 100) {
    return base::failure(damage_invalid,
                         "The share of " + std::string(name) + " is “" + std::string(number) + "”, not a percentage.",
                         "Write it like " + std::string(name) + "=0.5.");
  }
  return DamageShare{*kind, percent};
}

double sum_of(const std::vector<DamageShare>& shares) {
  double sum = 0;
  for (const auto& share : shares) sum += share.percent;
  return sum;
}

}  // namespace

char Options::decimal_mark() const {
  const bool is_json = format == FeedFormat::json || format == FeedFormat::ndjson;
  return is_json || language == Language::english ? '.' : ',';
}

std::string_view name_of(FeedFormat format) {
  for (const auto& [name, value] : formats) {
    if (value == format) return name;
  }
  return {};
}

base::Result<std::vector<DamageShare>> parse_damage(std::string_view text) {
  std::vector<DamageShare> shares;
  if (base::trim(text).empty()) return shares;
  for (const auto part : base::split(text, ',')) {
    ASSIGN_OR_RETURN(const auto share, parse_share(part));
    shares.push_back(share);
  }
  return shares;
}

ParsedCommandLine parse_command_line(int argc, const char* const* argv) {
  ParsedCommandLine parsed;
  auto& options = parsed.options;
  std::string damage;
  CLI::App app(
      "Writes a supplier's price list of invented French and English goods. The same arguments give the same bytes; "
      "what was written is counted, as JSON, on standard error.");
  app.footer(
      "Kinds of damage: " + known_kinds() +
      ".\nExample: feed_generator --rows 1000 --seed 7 --format csv --damage bad_ean_checksum=1,lost_zeros=2 feed.csv");
  app.add_option("--rows", options.rows, "Number of rows")->required()->check(CLI::Range(std::uint64_t{0}, max_rows));
  app.add_option("--seed", options.seed, "Any number: another one gives other goods")->capture_default_str();
  app.add_option("--format", options.format, "csv (default), json, ndjson or xml")
      ->type_name("FORMAT")
      ->transform(CLI::CheckedTransformer(formats).description(""));
  app.add_option("--lang", options.language, "fr, en or mixed (default)")
      ->type_name("LANGUAGE")
      ->transform(CLI::CheckedTransformer(languages).description(""));
  app.add_option("--damage", damage, "Damaged rows, in percent: KIND=PERCENT,...");
  app.add_option("--change", options.changed_percent, "Percent of the rows with another price or stock")
      ->check(CLI::Range(0.0, 100.0));
  app.add_option("OUT", options.out, "The file to write, or - for standard output")->required();
  try {
    app.parse(argc, argv);
    auto shares = parse_damage(damage);
    if (!shares) throw CLI::ValidationError("--damage", shares.error().text());
    options.damage = *std::move(shares);
    if (sum_of(options.damage) + options.changed_percent > 100) {
      throw CLI::ValidationError("--damage", "The damaged and changed shares are more than 100 percent together.");
    }
  } catch (const CLI::ParseError& error) {
    parsed.exit_code = app.exit(error) == 0 ? 0 : usage_error;
  }
  return parsed;
}

}  // namespace feed_generator
