#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/imports/imports.h"

namespace app {

enum class Colour : std::uint8_t { plain, bold, muted, green, blue, grey, amber, slate, violet, red };

/// `text` in a colour when standard output is a terminal and NO_COLOR is unset.
std::string coloured(std::string_view text, Colour colour);
bool is_terminal(int descriptor);
/// Columns of the terminal, 80 when there is none.
std::size_t terminal_width();

void print(std::string_view text);
void print_error(std::string_view text);

/// "12,340", "2 m 10 s", "48.2 MB".
std::string count_text(std::uint64_t value);
std::string duration_text(std::chrono::milliseconds duration);
std::string size_text(std::uint64_t bytes);

/// Rows of cells as aligned columns under a heading; cells too long for the terminal end in "…".
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : rows_{std::move(headings)} {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

/// A live line on a terminal: phase, bar, rows, rate, time left. One plain line a phase when standard error is no
/// terminal.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const imports::Progress& progress);
  /// Removes the line before something else is printed.
  void clear();

 private:
  bool live_;
  bool drawn_ = false;
  imports::Phase phase_ = imports::Phase::copying;
  bool phase_known_ = false;
  std::chrono::steady_clock::time_point phase_started_, last_drawn_;
};

}  // namespace app
