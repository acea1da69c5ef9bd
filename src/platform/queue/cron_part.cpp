#include "platform/queue/cron_part.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "base/text.h"
#include "platform/queue/cron.h"

namespace platform::queue {
namespace {

std::string quoted(std::string_view text) {
  return '"' + std::string(base::utf8_prefix(text, 60)) + '"';
}

/// Reads one part; a class so that every refusal can name it.
class Reader {
 public:
  Reader(const CronPart& part, std::string_view text, std::string_view expression)
      : part_(part), text_(text), expression_(expression) {}

  base::Result<std::uint64_t> read() const {
    std::uint64_t values = 0;
    for (const std::string_view item : base::split(text_, ',')) {
      ASSIGN_OR_RETURN(const std::uint64_t some, read_item(item));
      values |= some;
    }
    return values;
  }

 private:
  struct Range {
    unsigned first = 0, last = 0;
  };

  tl::unexpected<base::Problem> refuse(std::string_view value, std::string_view what) const {
    std::string cure = "Give a number from " + std::to_string(part_.lowest) + " to " + std::to_string(part_.highest);
    if (!part_.words.empty()) {
      cure += " or a name from " + std::string(part_.words.front()) + " to " + std::string(part_.words.back());
    }
    cure += ", a range, a list, a step or *; for example " + std::string(part_.example) + ".";
    return base::failure(cron_invalid,
                         "The " + std::string(part_.name) + " " + quoted(value) + " in " + quoted(expression_) + " " +
                             std::string(what) + ".",
                         std::move(cure), {.field = "expression"});
  }

  static std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
  }

  base::Result<unsigned> read_value(std::string_view text) const {
    const std::string word = base::to_lower_ascii(text);
    const auto known = std::ranges::find(part_.words, word);
    if (known != part_.words.end()) return part_.lowest + static_cast<unsigned>(known - part_.words.begin());
    const auto value = number(text);
    if (!value) return refuse(text, "is not understood");
    if (*value < part_.lowest || *value > part_.highest) return refuse(text, "is out of range");
    return *value;
  }

  base::Result<Range> read_range(std::string_view text, bool has_step) const {
    if (text == "*") return Range{part_.lowest, part_.highest};
    const std::size_t dash = text.find('-');
    ASSIGN_OR_RETURN(const unsigned first, read_value(text.substr(0, dash)));
    if (dash == std::string_view::npos) return Range{first, has_step ? part_.highest : first};
    ASSIGN_OR_RETURN(unsigned last, read_value(text.substr(dash + 1)));
    // A week may end on Sunday: sat-sun.
    if (part_.highest == 7 && last == 0 && first > 0) last = 7;
    if (last < first) return refuse(text, "ends before it begins");
    return Range{first, last};
  }

  base::Result<std::uint64_t> read_item(std::string_view item) const {
    const std::size_t slash = item.find('/');
    ASSIGN_OR_RETURN(const Range range, read_range(item.substr(0, slash), slash != std::string_view::npos));
    unsigned step = 1;
    if (slash != std::string_view::npos) {
      const auto given = number(item.substr(slash + 1));
      if (!given || *given == 0 || *given > part_.highest) return refuse(item, "has a step that does not fit");
      step = *given;
    }
    std::uint64_t values = 0;
    for (unsigned value = range.first; value <= range.last; value += step) values |= std::uint64_t{1} << value;
    return values;
  }

  const CronPart& part_;
  std::string_view text_, expression_;
};

}  // namespace

base::Result<std::uint64_t> read_cron_part(const CronPart& part, std::string_view text, std::string_view expression) {
  return Reader(part, text, expression).read();
}

}  // namespace platform::queue
