#include "app/findings_view.h"

#include <algorithm>

#include "app/terminal.h"

namespace app {
namespace {

std::string mark_of(ops::State state) {
  if (state == ops::State::ok) return coloured("✓", Colour::green);
  return state == ops::State::warning ? coloured("!", Colour::amber) : coloured("✗", Colour::red);
}

std::string line_of(const ops::Finding& finding, std::size_t width) {
  std::string area = finding.area;
  area.resize(std::max(width, area.size()), ' ');
  std::string text = mark_of(finding.state) + " " + area + "  " + finding.found;
  if (finding.time >= std::chrono::seconds(1))
    text += coloured(" (" + duration_text(finding.time) + ")", Colour::muted);
  text += "\n";
  if (!finding.cure.empty()) text += std::string(width + 4, ' ') + coloured("→ " + finding.cure, Colour::muted) + "\n";
  return text;
}

}  // namespace

void show_finding(const ops::Finding& finding, std::size_t width) {
  print(line_of(finding, width));
}

void show_count(const ops::Findings& findings) {
  const auto count = [&](ops::State state) {
    return std::to_string(std::count_if(findings.begin(), findings.end(),
                                        [state](const ops::Finding& finding) { return finding.state == state; }));
  };
  print("\n" + count(ops::State::ok) + " ok, " + count(ops::State::warning) + " warnings, " +
        count(ops::State::failed) + " failed\n");
}

void show_findings(std::string_view name, const ops::Findings& findings, bool json) {
  if (json) {
    base::JsonWriter out;
    ops::write_findings(out, name, findings);
    print(out.text() + "\n");
    return;
  }
  std::size_t width = 0;
  for (const ops::Finding& finding : findings) width = std::max(width, finding.area.size());
  for (const ops::Finding& finding : findings) show_finding(finding, width);
  show_count(findings);
}

Exit exit_of(ops::State worst) {
  return static_cast<Exit>(static_cast<int>(worst));
}

}  // namespace app
