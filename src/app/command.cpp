#include "app/command.h"

#include <cstdio>
#include <cstdlib>

#include "app/terminal.h"
#include "base/json_writer.h"

namespace app {

void show_problem(const base::Problem& problem, bool json) {
  if (!json) {
    print_error(coloured("error: ", Colour::red) + problem.message + "\n" +
                (problem.cure.empty() ? "" : problem.cure + " ") + "(" + std::string(problem.code()) + ")\n");
    return;
  }
  base::JsonWriter out;
  out.begin_object().member("status", "failed").key("problem").begin_object();
  out.member("code", problem.code()).member("message", problem.message).member("cure", problem.cure);
  if (!problem.place.file.empty()) out.member("file", problem.place.file);
  if (!problem.place.field.empty()) out.member("field", problem.place.field);
  if (problem.place.line) out.member("line", *problem.place.line);
  if (problem.place.row) out.member("row", *problem.place.row);
  if (problem.place.column) out.member("column", *problem.place.column);
  if (problem.place.byte) out.member("byte", *problem.place.byte);
  out.end_object().end_object();
  print(out.text() + "\n");
}

Exit report_failure(const base::Problem& problem, bool json) {
  show_problem(problem, json);
  return problem.code().substr(0, 6) == "usage." ? Exit::usage : Exit::failed;
}

base::Result<Exit> end_after_checks(base::Result<Exit> outcome, bool all_ended, bool json) {
  if (all_ended) return outcome;
  const Exit exit = outcome ? *outcome : report_failure(outcome.error(), json);
  std::fflush(stdout);
  std::_Exit(static_cast<int>(exit));
}

}  // namespace app
