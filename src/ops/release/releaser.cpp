#include "ops/release/releaser.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <thread>

#include "ops/release/preview.h"

namespace ops::release {
namespace {

constexpr int steps_besides_services = 5;  // preflight, backup, migrations, watch, old version removed
constexpr std::string_view migration_step = "Bring the databases forward";
constexpr std::string_view replace_step = "Replace ";

/// Whether containers were touched; else the release may as well begin anew.
bool has_replaced(const std::vector<Step>& steps) {
  return std::ranges::any_of(steps, [](const Step& one) { return one.name.starts_with(replace_step); });
}

}  // namespace

Releaser::Releaser(Stack stack, ReleaseBook book, Options options, Hooks hooks)
    : stack_(std::move(stack)), book_(std::move(book)), options_(std::move(options)), hooks_(std::move(hooks)) {}

base::Result<> Releaser::prepare() {
  RETURN_IF_FAILED(stack_.check());
  if (!options_.project.empty()) return {};
  ASSIGN_OR_RETURN(const auto all, stack_.containers({}));
  ASSIGN_OR_RETURN(options_.project, only_project(all));
  return {};
}

base::Result<Plan> Releaser::plan_for(const std::string& version) {
  ASSIGN_OR_RETURN(const auto now, stack_.containers(options_.project));
  return make_plan(options_.project, version, now);
}

base::Result<Outcome> Releaser::release(const std::string& version) {
  RETURN_IF_FAILED(check_version(version));
  RETURN_IF_FAILED(prepare());
  RETURN_IF_FAILED(book_.lock());
  ASSIGN_OR_RETURN(auto settled, settle_unfinished(version));
  const bool is_all =
      settled && (settled->release.version == version || settled->release.state == ReleaseState::failed);
  if (is_all) return std::move(*settled);
  ASSIGN_OR_RETURN(const Plan plan, plan_for(version));
  return carry_out(Kind::release, plan);
}

base::Result<Outcome> Releaser::rollback(const std::optional<std::string>& version) {
  if (version) RETURN_IF_FAILED(check_version(*version));
  RETURN_IF_FAILED(prepare());
  RETURN_IF_FAILED(book_.lock());
  ASSIGN_OR_RETURN(auto settled, settle_unfinished({}));
  if (settled && (!version || settled->release.previous == *version)) return std::move(*settled);
  std::string wanted = version.value_or("");
  if (wanted.empty()) {
    ASSIGN_OR_RETURN(const Plan present, plan_for("0"));
    ASSIGN_OR_RETURN(const auto before, book_.previous_version(options_.project, present.previous));
    if (!before) {
      return base::failure(nothing_to_release, "No release before " + present.previous + " is known.",
                           "Name the version to return to: rollback VERSION.");
    }
    wanted = *before;
  }
  ASSIGN_OR_RETURN(const Plan plan, plan_for(wanted));
  return carry_out(Kind::rollback, plan);
}

base::Result<Preview> Releaser::preview(const std::string& version) {
  RETURN_IF_FAILED(check_version(version));
  RETURN_IF_FAILED(prepare());
  ASSIGN_OR_RETURN(const auto unfinished, book_.unfinished(options_.project));
  ASSIGN_OR_RETURN(Plan plan, plan_for(version));
  RETURN_IF_FAILED(stack_.check_room(plan));
  RETURN_IF_FAILED(stack_.provide_images(plan));
  RETURN_IF_FAILED(check_barrier(plan));
  ASSIGN_OR_RETURN(const auto pending, stack_.pending_migrations(plan));
  auto lines = preview_lines(plan, pending, options_);
  if (unfinished) lines.insert(lines.begin(), unfinished_line(*unfinished, version));
  return Preview{std::move(plan), std::move(lines)};
}

base::Result<std::optional<Outcome>> Releaser::settle_unfinished(const std::string& version) {
  ASSIGN_OR_RETURN(auto unfinished, book_.unfinished(options_.project));
  if (!unfinished) return std::optional<Outcome>{};
  release_ = std::move(*unfinished);
  resumed_ = unfinished_line(release_, version);
  ASSIGN_OR_RETURN(const auto steps, book_.steps(release_.id));
  number_ = steps.empty() ? 0 : steps.back().number;
  const auto known = Plan::parse(release_.plan);
  if (!known) {
    end(ReleaseState::failed, known.error().message);  // people mend it by hand; the next release is not held up by it
    return base::failure(known.error());
  }
  const Plan& plan = *known;
  RETURN_IF_FAILED(stack_.remove_left(plan));
  if (!has_replaced(steps)) {
    end(ReleaseState::refused, "It was cut off before anything was replaced.");
    return std::optional<Outcome>{};
  }
  foreseen_ = number_ + static_cast<int>(plan.services.size()) + 2;
  if (hooks_.progress) hooks_.progress({0, resumed_, "note", {}, base::Timestamp::now(), {}}, foreseen_);
  const bool goes_on = release_.version == version && release_.state == ReleaseState::running;
  if (goes_on) return std::optional<Outcome>{replace(plan)};
  const base::Problem cut_off{&version_broken, "The release was cut off.", "", {}};
  return std::optional<Outcome>{give_back(plan, cut_off)};
}

base::Result<Outcome> Releaser::carry_out(Kind kind, const Plan& plan) {
  release_ = Release{base::Uuid::generate(), kind,        plan.project,          plan.version, plan.previous,
                     ReleaseState::running,  options_.by, base::Timestamp::now()};
  release_.plan = plan.json();
  release_.without_backup = options_.without_backup;
  number_ = 0;
  foreseen_ = static_cast<int>(plan.services.size()) + (kind == Kind::release ? steps_besides_services : 3);
  RETURN_IF_FAILED(book_.begin(release_));
  if (const auto refused = make_ready(plan, kind); !refused) {
    end(ReleaseState::refused, refused.error().message);
    return base::failure(refused.error());
  }
  return replace(plan);
}

base::Result<> Releaser::make_ready(const Plan& plan, Kind kind) {
  const auto fit = step("Look whether all is fit for it", [&] { return look_whether_fit(plan, kind); });
  if (!fit || kind == Kind::rollback) return fit;
  const auto saved = step("Make a proven backup", [&]() -> base::Result<std::string> {
    if (!options_.without_backup.empty()) return "left out: " + options_.without_backup;
    return hooks_.backup();
  });
  if (!saved) return saved;
  return step(std::string(migration_step), [&] { return migrate(plan); });
}

base::Result<std::string> Releaser::look_whether_fit(const Plan& plan, Kind kind) {
  RETURN_IF_FAILED(stack_.check_room(plan));
  RETURN_IF_FAILED(stack_.provide_images(plan));
  RETURN_IF_FAILED(check_barrier(plan));
  // Who goes back does so because something is wrong: it must not be what keeps them.
  return kind == Kind::rollback ? std::string() : hooks_.preflight();
}

base::Result<> Releaser::check_barrier(const Plan& plan) {
  const std::string version = stack_.program_version(plan.services.front().new_image);
  ASSIGN_OR_RETURN(const auto barrier, book_.barrier_to(plan.project, version));
  if (!barrier) return {};
  return base::failure(
      contract_too_early,
      version + " cannot work any more: the release of " + barrier->version +
          " removed from the databases what versions before " + barrier->contract_after + " need.",
      "Release a newer version with the fault mended, or restore the backup made before that release.");
}

base::Result<std::string> Releaser::migrate(const Plan& plan) {
  ASSIGN_OR_RETURN(const auto pending, stack_.pending_migrations(plan));
  const std::string present = stack_.program_version(plan.services.front().old_image);
  RETURN_IF_FAILED(check_contracts(pending, present));
  if (pending.empty()) return "nothing to do";
  release_.contract_after = newest_contract(pending);
  RETURN_IF_FAILED(book_.update(release_));  // before the fact: a release cut off in between must know
  RETURN_IF_FAILED(stack_.migrate(plan));
  return fmt::format("{} steps", pending.size());
}

Outcome Releaser::replace(const Plan& plan) {
  if (const auto replaced = replace_all(plan); !replaced) return give_back(plan, replaced.error());
  const auto removed = step("Remove the old version", [&]() -> base::Result<std::string> {
    RETURN_IF_FAILED(stack_.remove_old(plan));
    return std::string();
  });
  return end(ReleaseState::finished, removed ? std::string() : removed.error().message);
}

base::Result<> Releaser::replace_all(const Plan& plan) {
  for (const ServicePlan& service : plan.services) {
    const auto replaced = step(std::string(replace_step) + service.name, [&]() -> base::Result<std::string> {
      RETURN_IF_FAILED(stack_.bring_forward(plan, service, release_));
      RETURN_IF_FAILED(stack_.drain_old(plan, service));
      return fmt::format("{} of {}", service.before.size(), service.new_image);
    });
    if (!replaced) return replaced;
  }
  return step("Watch the new version", [&] { return watch(plan); });
}

base::Result<std::string> Releaser::watch(const Plan& plan) {
  constexpr std::chrono::seconds between{1};
  if (options_.watch.count() == 0) return std::string("left out");
  Judge judge(options_.limits);
  const auto until = std::chrono::steady_clock::now() + options_.watch;
  // On a busy machine one look may take as long as the watch: a few are taken all the same.
  for (int looks = 0; looks < options_.limits.exhausted_readings || std::chrono::steady_clock::now() < until; ++looks) {
    ASSIGN_OR_RETURN(const auto reading, stack_.look(plan));
    if (const auto reason = judge.take(reading))
      return base::failure(version_broken, "The new version was taken back: " + *reason + ".",
                           "Look at the log of that time, mend it, and release under another version.");
    std::this_thread::sleep_for(between);
  }
  return judge.summary();
}

Outcome Releaser::give_back(const Plan& plan, const base::Problem& why) {
  failing_ = stack_.failing();
  release_.state = ReleaseState::returning;
  release_.reason = why.message;
  const auto noted = book_.update(release_);
  base::Result<> all;
  for (const ServicePlan& service : std::views::reverse(plan.services)) {
    auto done = step("Return " + service.name, [&]() -> base::Result<std::string> {
      RETURN_IF_FAILED(stack_.bring_back(plan, service));
      return fmt::format("{} of {}", service.before.size(), service.old_image);
    });
    if (!done && all) all = std::move(done);
  }
  if (all) return end(ReleaseState::returned, why.message);
  return end(ReleaseState::failed, why.message + " It could not be returned either: " + all.error().message);
}

Outcome Releaser::end(ReleaseState state, const std::string& reason) {
  release_.state = state;
  release_.reason = reason;
  release_.ended_at = base::Timestamp::now();
  const auto noted = book_.update(release_);
  Outcome outcome{release_, {}, failing_, resumed_};
  if (auto steps = book_.steps(release_.id)) outcome.steps = std::move(*steps);
  if (!noted) outcome.release.reason += " The books could not be brought up to date: " + noted.error().message;
  return outcome;
}

base::Result<> Releaser::step(const std::string& name, const Work& work) {
  Step one{++number_, name, "running", {}, base::Timestamp::now(), {}};
  foreseen_ = std::max(foreseen_, number_);
  if (hooks_.progress) hooks_.progress(one, foreseen_);
  keep(one);
  const auto done = work();
  one.ended_at = base::Timestamp::now();
  one.state = done ? "done" : "failed";
  one.detail = done ? *done : done.error().message;
  keep(one);
  if (hooks_.audit) hooks_.audit(release_, one);
  if (hooks_.progress) hooks_.progress(one, foreseen_);
  if (!done) return base::failure(done.error());
  return {};
}

// Requests are being moved meanwhile: that a step cannot be noted does not stop it.
void Releaser::keep(const Step& step) {
  static_cast<void>(book_.note(release_, step));
}

}  // namespace ops::release
