#include "domain/imports/transform/registry.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "domain/imports/transform/closest.h"
#include "domain/imports/transform/families.h"
#include "domain/imports/transform/in_quotes.h"

namespace imports {

namespace {

struct Registration {
  std::string_view name;
  std::string_view settings;  ///< separated by ", "; those in brackets may be left out
  std::string_view help;
  TransformFactory make;
  bool reads_numbers = false;
};

// Adding a transform is one line here, in alphabetical order.
constexpr Registration registrations[] = {
    {"add", "by, [decimal], [thousands]", "adds a number", make_add, true},
    {"availability", "[available], [unavailable]",
     "turns words like \"in stock\", \"oui\" or \"ausverkauft\" into a quantity (1 and 0), keeps other text",
     make_availability},
    {"capitalise", "", "first letter in upper case, the others in lower case", make_capitalise},
    {"currency", "[otherwise]", "keeps the ISO code of the currency found, also beside an amount (\"12 €\" gives EUR)",
     make_currency},
    {"date", "order", "rewrites a date as 2026-11-22; order is dmy, mdy or ymd", make_date},
    {"default", "value", "the value for blank cells", make_default},
    {"digits_only", "", "drops every character that is not a digit", make_digits_only},
    {"divide", "by, [decimal], [thousands]", "divides by a number", make_divide, true},
    {"ex_vat", "rate, [decimal], [thousands]", "takes VAT of a rate in percent off a price", make_ex_vat, true},
    {"inc_vat", "rate, [decimal], [thousands]", "adds VAT of a rate in percent to a price", make_inc_vat, true},
    {"left_pad", "width, [with]", "fills up to a width on the left, with 0 unless stated", make_left_pad},
    {"lookup", "table, [otherwise]",
     "replaces a value by its entry in a table, case ignored; others are rejected, or otherwise: keep, blank",
     make_lookup},
    {"lower", "", "lower case", make_lower},
    {"multiply", "by, [decimal], [thousands]", "multiplies by a number", make_multiply, true},
    {"number", "[decimal], [thousands]", "reads a number as its column writes it, currency signs and units dropped",
     make_number, true},
    {"prefix", "text", "puts a text before values that are not blank", make_prefix},
    {"replace", "find, with, [whole]",
     "replaces a text wherever it occurs; with whole: true only when it is all there is", make_replace},
    {"round", "[decimals], [decimal], [thousands]", "rounds half away from zero, to 2 decimals unless stated",
     make_round, true},
    {"split", "separator, [index]", "keeps one part between separators: 1 the first (unless stated), 2, 3... or last",
     make_split},
    {"strip_html", "", "drops tags, decodes entities, turns <br> and <p> into new lines", make_strip_html},
    {"subtract", "by, [decimal], [thousands]", "subtracts a number", make_subtract, true},
    {"suffix", "text", "puts a text after values that are not blank", make_suffix},
    {"title", "", "First Letter Of Each Word In Upper Case", make_title},
    {"trim", "", "drops blanks at both ends, no-break ones too", make_trim},
    {"unit", "[from], [to], [decimal], [thousands]",
     "converts weights (mg, g, kg, t, oz, lb), to g unless stated; a unit written in the text wins over from",
     make_unit, true},
    {"upper", "", "upper case", make_upper},
};
static_assert(std::ranges::is_sorted(registrations, {}, &Registration::name));

const Registration* find(std::string_view name) {
  const auto found = std::ranges::lower_bound(registrations, name, {}, &Registration::name);
  return found != std::end(registrations) && found->name == name ? &*found : nullptr;
}

base::Problem unknown_transform(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& registration : registrations) names.push_back(registration.name);
  const auto nearest = closest(name, names);
  const auto hint = nearest.empty() ? std::string() : "Did you mean " + in_quotes(nearest) + "? ";
  return {&transform_unknown,
          "There is no transform " + in_quotes(name) + ".",
          hint + "Known ones: " + base::join(names, ", ") + ".",
          {}};
}

struct Allowed {
  std::string_view name;
  bool required;
};

std::vector<Allowed> allowed_settings(const Registration& registration) {
  std::vector<Allowed> allowed;
  if (registration.settings.empty()) return allowed;
  for (auto part : base::split(registration.settings, ',')) {
    part = base::trim(part);
    const bool optional = part.starts_with('[');
    allowed.push_back({optional ? part.substr(1, part.size() - 2) : part, !optional});
  }
  return allowed;
}

base::Problem setting_problem(std::string_view key, std::string message, std::string cure) {
  base::Place place;
  place.field = key;
  return {&transform_setting, std::move(message), std::move(cure), std::move(place)};
}

base::Result<> check_settings(const TransformSpec& spec, const Registration& registration) {
  const auto allowed = allowed_settings(registration);
  const auto title = "The transform “" + spec.name + "”";
  const auto check_known = [&](std::string_view key) -> base::Result<> {
    if (std::ranges::find(allowed, key, &Allowed::name) != allowed.end()) return {};
    const auto cure = allowed.empty() ? std::string("Leave it out: this transform has no settings.")
                                      : "Its settings are: " + std::string(registration.settings) + ".";
    return base::failure(setting_problem(key, title + " has no setting " + in_quotes(key) + ".", cure));
  };
  for (const auto& [key, value] : spec.settings) RETURN_IF_FAILED(check_known(key));
  if (!spec.table.empty()) RETURN_IF_FAILED(check_known("table"));
  for (const auto& setting : allowed) {
    const bool given = setting.name == "table" ? !spec.table.empty() : spec.has(setting.name);
    if (setting.required && !given) {
      const auto name = std::string(setting.name);
      return base::failure(
          setting_problem(setting.name, title + " needs the setting “" + name + "”.", "Add \"" + name + "\" to it."));
    }
  }
  return {};
}

}  // namespace

std::string_view TransformSpec::setting(std::string_view key, std::string_view otherwise) const {
  const auto found = std::ranges::find(settings, key, &std::pair<std::string, std::string>::first);
  return found == settings.end() ? otherwise : std::string_view(found->second);
}

bool TransformSpec::has(std::string_view key) const {
  return std::ranges::find(settings, key, &std::pair<std::string, std::string>::first) != settings.end();
}

base::Result<std::shared_ptr<const Transform>> make_transform(const TransformSpec& spec) {
  const auto* registration = find(spec.name);
  if (registration == nullptr) return base::failure(unknown_transform(spec.name));
  RETURN_IF_FAILED(check_settings(spec, *registration));
  return registration->make(spec);
}

const std::vector<TransformHelp>& transform_helps() {
  static const auto helps = [] {
    std::vector<TransformHelp> lines;
    for (const auto& r : registrations) lines.push_back({r.name, r.settings, r.help});
    return lines;
  }();
  return helps;
}

bool reads_numbers(std::string_view name) {
  const auto* registration = find(name);
  return registration != nullptr && registration->reads_numbers;
}

}  // namespace imports
