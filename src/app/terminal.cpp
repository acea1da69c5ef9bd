#include "app/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/text.h"

namespace app {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::plain:
      return "";
    case Colour::bold:
      return "\x1b[1m";
    case Colour::muted:
      return "\x1b[2m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::blue:
      return "\x1b[34m";
    case Colour::grey:
      return "\x1b[37m";
    case Colour::amber:
      return "\x1b[33m";
    case Colour::slate:
      return "\x1b[90m";
    case Colour::violet:
      return "\x1b[35m";
    case Colour::red:
      return "\x1b[31m";
  }
  return "";
}

bool colours_wanted() {
  static const bool wanted = is_terminal(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr;
  return wanted;
}

std::string bar(double share, std::size_t width) {
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
  std::string text;
  for (std::size_t i = 0; i < width; ++i) text += i < filled ? "█" : "░";
  return text;
}

std::string amount(const imports::Progress& progress) {
  if (progress.phase == imports::Phase::copying) {
    return progress.total == 0 ? size_text(progress.done)
                               : size_text(progress.done) + " of " + size_text(progress.total);
  }
  return progress.total == 0 ? count_text(progress.done) + " rows"
                             : count_text(progress.done) + " of " + count_text(progress.total) + " rows";
}

}  // namespace

std::string coloured(std::string_view text, Colour colour) {
  if (!colours_wanted() || colour == Colour::plain) return std::string(text);
  return std::string(code_of(colour)) + std::string(text) + "\x1b[0m";
}

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

std::size_t terminal_width() {
  struct winsize size {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}
void print_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

std::string count_text(std::uint64_t value) {
  return base::group_thousands(value);
}

std::string duration_text(milliseconds duration) {
  const auto ms = duration.count();
  if (ms < 1'000) return fmt::format("{} ms", ms);
  if (ms < 60'000) return fmt::format("{}.{} s", ms / 1'000, ms % 1'000 / 100);
  const auto seconds = ms / 1'000;
  if (seconds < 3'600) return fmt::format("{} m {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} m", seconds / 3'600, seconds % 3'600 / 60);
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1'000) return fmt::format("{} B", bytes);
  constexpr std::string_view units[] = {"kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes) / 1'000;
  std::size_t unit = 0;
  while (value >= 1'000 && unit < 3) {
    value /= 1'000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", value, units[unit]);
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], base::utf8_length(row[i]));
  }
  const std::size_t limit = is_terminal(STDOUT_FILENO) ? terminal_width() : 200;
  std::string out;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    std::string line;
    std::size_t used = 0;
    for (std::size_t i = 0; i < rows_[r].size(); ++i) {
      const bool last = i + 1 == rows_[r].size();
      std::string cell = rows_[r][i];
      std::replace(cell.begin(), cell.end(), '\n', ' ');
      std::size_t length = base::utf8_length(cell);
      const std::size_t room = limit > used + 2 ? limit - used - 2 : 8;
      if (length > room) {
        cell = std::string(base::utf8_prefix(cell, room - 1)) + "…";
        length = room;
      }
      line += cell;
      if (!last) line.append(std::min(widths[i], room) - length + 2, ' ');
      used += std::min(widths[i], room) + 2;
    }
    out += (r == 0 ? coloured(line, Colour::muted) : line) + "\n";
  }
  return out;
}

ProgressLine::ProgressLine() : live_(is_terminal(STDERR_FILENO)) {}
ProgressLine::~ProgressLine() {
  clear();
}

void ProgressLine::clear() {
  if (!drawn_) return;
  print_error("\r\x1b[K");
  drawn_ = false;
}

void ProgressLine::show(const imports::Progress& progress) {
  const auto now = steady_clock::now();
  const bool new_phase = !phase_known_ || progress.phase != phase_;
  if (new_phase) {
    phase_known_ = true;
    phase_ = progress.phase;
    phase_started_ = now;
    if (!live_) print_error(fmt::format("{} ...\n", to_string(progress.phase)));
  }
  constexpr milliseconds between_draws{100};
  if (!live_ || (!new_phase && now - last_drawn_ < between_draws)) return;
  last_drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - phase_started_).count();
  std::string line = fmt::format("\r\x1b[K{:<6}", to_string(progress.phase));
  if (progress.total > 0) {
    const double share = std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
    line += fmt::format("{} {:3.0f} %  ", bar(share, 20), share * 100);
  }
  line += amount(progress);
  if (progress.phase != imports::Phase::copying && seconds > 0.5) {
    const double rate = static_cast<double>(progress.done) / seconds;
    line += fmt::format(" · {} rows/s", count_text(static_cast<std::uint64_t>(rate)));
    if (progress.total > progress.done && rate > 0) {
      const double left = static_cast<double>(progress.total - progress.done) / rate;
      line += fmt::format(" · {} left", duration_text(milliseconds(static_cast<std::int64_t>(left * 1'000))));
    }
  }
  print_error(line);
  drawn_ = true;
}

}  // namespace app
