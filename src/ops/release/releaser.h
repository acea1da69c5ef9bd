#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ops/release/plan.h"
#include "ops/release/release.h"
#include "ops/release/release_book.h"
#include "ops/release/stack.h"
#include "ops/release/watch.h"

namespace ops::release {

struct Options {
  std::string project;           ///< "": the only one there is
  std::string by;                ///< who releases
  std::string without_backup{};  ///< why no backup is made first; "" makes one
  Timing timing{};
  std::chrono::seconds watch{20};  ///< how long the new version is watched before the old one is removed
  Limits limits{};
};

/// What a release needs of the rest of the program.
struct Hooks {
  /// Looks whether the installation is fit for a release; gives what to mention. A Problem refuses the release.
  std::function<base::Result<std::string>()> preflight;
  /// Sees to it that there is a fresh backup that has been proven; gives which.
  std::function<base::Result<std::string>()> backup;
  /// A line of the audit trail for each step.
  std::function<void(const Release&, const Step&)> audit;
  /// Told as a step begins and as it ends; `of` steps are foreseen.
  std::function<void(const Step&, int of)> progress;
};

/// How a release ended.
struct Outcome {
  Release release;
  std::vector<Step> steps;
  std::optional<Failing> failing{};  ///< the container it failed for, with its last lines
  std::string resumed{};             ///< what was found unfinished, and what became of it

  bool succeeded() const { return release.state == ReleaseState::finished; }
};

/// What a release would do, in words.
struct Preview {
  Plan plan;
  std::vector<std::string> lines;
};

/// Brings versions to work, one release at a time. A release that is cut off is finished or returned by the next one.
class Releaser {
 public:
  Releaser(Stack stack, ReleaseBook book, Options options, Hooks hooks);

  /// Fails when nothing was changed; an Outcome tells of everything else, a return included.
  base::Result<Outcome> release(const std::string& version);
  /// To `version`, else to the one that worked before; an unfinished release is just returned.
  base::Result<Outcome> rollback(const std::optional<std::string>& version);
  base::Result<Preview> preview(const std::string& version);

 private:
  using Work = std::function<base::Result<std::string>()>;

  base::Result<> prepare();
  base::Result<Plan> plan_for(const std::string& version);
  /// What was cut off: goes on with it when it is `version`, else returns it. Nothing when there is none.
  base::Result<std::optional<Outcome>> settle_unfinished(const std::string& version);
  base::Result<Outcome> carry_out(Kind kind, const Plan& plan);
  /// All that comes before anything is replaced; what fails here refuses the release.
  base::Result<> make_ready(const Plan& plan, Kind kind);
  base::Result<std::string> look_whether_fit(const Plan& plan, Kind kind);
  base::Result<std::string> migrate(const Plan& plan);
  base::Result<> check_barrier(const Plan& plan);
  Outcome replace(const Plan& plan);
  base::Result<> replace_all(const Plan& plan);
  base::Result<std::string> watch(const Plan& plan);
  Outcome give_back(const Plan& plan, const base::Problem& why);
  Outcome end(ReleaseState state, const std::string& reason);

  base::Result<> step(const std::string& name, const Work& work);
  void keep(const Step& step);

  Stack stack_;
  ReleaseBook book_;
  Options options_;
  Hooks hooks_;
  Release release_;
  int number_ = 0, foreseen_ = 0;
  std::string resumed_;
  std::optional<Failing> failing_;
};

}  // namespace ops::release
