#include "ops/release/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <thread>

#include "ops/release/container_commands.h"
#include "platform/containers/blueprint.h"

namespace ops::release {
namespace {

namespace json = boost::json;
using platform::containers::Blueprint;
using platform::containers::Container;
using platform::containers::Inspected;

base::Result<> check_single(const Inspected& one) {
  const auto ports = platform::containers::published_ports(one);
  if (!ports.empty()) {
    return base::failure(release_refused,
                         "The container " + one.container.name + " holds the machine's port " + ports.front() +
                             ", so no second one can work beside it.",
                         "Let only the proxy publish ports: remove `ports:` from that service and start it anew.");
  }
  const auto fixed = platform::containers::fixed_addresses(one);
  if (fixed.empty()) return {};
  return base::failure(release_refused,
                       "The container " + one.container.name + " has a fixed address in the network " + fixed.front() +
                           ", so no second one can work beside it.",
                       "Remove the address from that service; others reach it by its name.");
}

/// As the old one, with the marks of the release; nothing routes to it twice, as names and labels are the same.
Blueprint successor_of(const Inspected& old, const json::object& old_image, const ServicePlan& service,
                       const Release& release) {
  Blueprint made = platform::containers::blueprint_of(old, old_image, service.new_image);
  json::object& labels = made.body["Labels"].as_object();
  labels[std::string(version_label)] = release.version;
  labels["suppliers-import.release"] = release.id.to_string();
  return made;
}

/// One that was started again is told of as it is now; what its first run ended with is no longer known then.
std::string how_it_ended(const Inspected& one) {
  if (one.container.is_running() && one.exit_code == 0) return "ended by itself and was started again";
  return fmt::format("ended by itself with exit code {}", one.exit_code);
}

}  // namespace

base::Result<std::vector<Container>> Stack::containers(const std::string& project) const {
  return engine_.list({{std::string(project_label), project}});
}

base::Result<> Stack::check_room(const Plan& plan) const {
  for (const ServicePlan& service : plan.services) {
    for (const Member& member : service.before) {
      ASSIGN_OR_RETURN(const auto one, engine_.inspect(member.id));
      RETURN_IF_FAILED(check_single(one));
    }
  }
  return {};
}

base::Result<> Stack::provide_images(const Plan& plan) const {
  for (const ServicePlan& service : plan.services) {
    ASSIGN_OR_RETURN(const auto here, engine_.image(service.new_image));
    if (here) continue;
    const auto pulled = engine_.pull(service.new_image);
    ASSIGN_OR_RETURN(const auto now, engine_.image(service.new_image));
    if (now) continue;
    return base::failure(release_refused,
                         "The image " + service.new_image + " is not on this machine and cannot be fetched" +
                             (pulled ? "." : ": " + pulled.error().message),
                         "Build or push the images of " + plan.version + " first, then release again.");
  }
  return {};
}

std::string Stack::program_version(const std::string& image) const {
  const auto known = engine_.image(image);
  const std::string said = known && *known ? version_label_of(**known) : std::string();
  return begins_with_number(said) ? said : platform::containers::tag_of(image);
}

base::Result<> Stack::bring_forward(const Plan& plan, const ServicePlan& service, const Release& release) {
  ASSIGN_OR_RETURN(const auto now, containers(plan.project));
  const Work work = forward_work(plan, service, now);
  Ids wanted = successors(plan, service, now);
  for (const std::size_t index : work.create) {
    ASSIGN_OR_RETURN(const auto old, engine_.inspect(service.before[index].id));
    ASSIGN_OR_RETURN(const auto old_image, engine_.image(old.image_id));
    const Blueprint blueprint = successor_of(old, old_image.value_or(json::object{}), service, release);
    ASSIGN_OR_RETURN(const std::string id, engine_.create(new_name(plan, service, index), blueprint));
    RETURN_IF_FAILED(engine_.start(id));
    wanted.push_back(id);
  }
  for (const std::string& id : work.start) RETURN_IF_FAILED(engine_.start(id));
  return gate(wanted, service.is_proxied && !work.stop.empty());
}

base::Result<> Stack::drain_old(const Plan& plan, const ServicePlan& service) {
  ASSIGN_OR_RETURN(const auto now, containers(plan.project));
  return drain(forward_work(plan, service, now).stop);
}

base::Result<> Stack::bring_back(const Plan& plan, const ServicePlan& service) {
  ASSIGN_OR_RETURN(const auto now, containers(plan.project));
  const Work work = backward_work(plan, service, now);
  for (const std::string& id : work.start) RETURN_IF_FAILED(engine_.start(id));
  RETURN_IF_FAILED(gate(work.start, service.is_proxied && !work.start.empty()));
  RETURN_IF_FAILED(drain(work.stop));
  for (const std::string& id : work.stop) RETURN_IF_FAILED(engine_.remove(id));
  return {};
}

base::Result<> Stack::remove_old(const Plan& plan) const {
  for (const ServicePlan& service : plan.services) {
    for (const Member& member : service.before) RETURN_IF_FAILED(engine_.remove(member.id));
  }
  return {};
}

base::Result<> Stack::gate(const Ids& ids, bool is_proxied) {
  const auto since = std::chrono::steady_clock::now();
  for (const std::string& id : ids) RETURN_IF_FAILED(gate_one(id, since));
  if (is_proxied) std::this_thread::sleep_for(timing_.settle);
  return {};
}

base::Result<> Stack::gate_one(const std::string& id, std::chrono::steady_clock::time_point since) {
  constexpr int enough = 2;  // one good answer may be the last before it falls
  ASSIGN_OR_RETURN(const auto first, engine_.inspect(id));
  for (int in_a_row = 0; in_a_row < enough;) {
    ASSIGN_OR_RETURN(const bool healthy, is_healthy(first, since));
    in_a_row = healthy ? in_a_row + 1 : 0;
    if (in_a_row == enough) break;
    if (std::chrono::steady_clock::now() - since > timing_.health_limit)
      return broken(first, fmt::format("has not become healthy within {} seconds", timing_.health_limit.count()));
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  ASSIGN_OR_RETURN(const auto now, engine_.inspect(id));
  started_at_[id] = now.started_at;
  missed_[id] = 0;
  return {};
}

base::Result<bool> Stack::is_healthy(const Inspected& first, std::chrono::steady_clock::time_point since) {
  ASSIGN_OR_RETURN(const auto one, engine_.inspect(first.container.id));
  if (!one.container.is_running() || one.is_restarting || one.restarts > first.restarts)
    return broken(one, how_it_ended(one));
  const auto asked = engine_.execute(one.container.id, health_command(one), std::chrono::seconds(10));
  if (!asked || asked->exit_code != 0) return false;
  // The proxy believes the engine's own checks, so these count as well, unless this engine does not run them.
  if (one.health == platform::containers::Health::none || one.health == platform::containers::Health::healthy)
    return true;
  const auto patience = one.check_interval + std::chrono::seconds(5);
  return !one.was_checked && std::chrono::steady_clock::now() - since > patience;
}

base::Result<> Stack::drain(const Ids& ids) const {
  std::vector<std::future<base::Result<>>> ends;
  for (const std::string& id : ids) {
    ends.push_back(std::async(std::launch::async, [this, id]() -> base::Result<> {
      ASSIGN_OR_RETURN(const auto one, engine_.find(id));
      if (!one || !one->container.is_running()) return {};
      return engine_.stop(id, stop_limit_of(*one).value_or(timing_.stop_limit));
    }));
  }
  base::Result<> all;
  for (auto& end : ends) {
    if (auto done = end.get(); !done && all) all = std::move(done);
  }
  return all;
}

base::Result<Stack::Glance> Stack::glance(const std::string& id) const {
  constexpr std::chrono::seconds longest{10};
  ASSIGN_OR_RETURN(auto one, engine_.inspect(id));
  if (!one.container.is_running()) return Glance{std::move(one), false, {}};
  const auto figures = engine_.execute(id, metrics_command(one), longest);
  if (figures && figures->exit_code == 0) return Glance{std::move(one), true, read_metrics(figures->output)};
  // Not ready, or a version that cannot tell its metrics: its health decides.
  const auto health = engine_.execute(id, health_command(one), longest);
  return Glance{std::move(one), health && health->exit_code == 0, {}};
}

base::Result<Reading> Stack::look(const Plan& plan) {
  constexpr int misses_allowed = 2;
  ASSIGN_OR_RETURN(const auto now, containers(plan.project));
  std::vector<std::future<base::Result<Glance>>> glances;
  for (const ServicePlan& service : plan.services) {
    for (const std::string& id : successors(plan, service, now))
      glances.push_back(std::async(std::launch::async, [this, id] { return glance(id); }));
  }
  Reading sum;
  for (auto& looked : glances) {
    ASSIGN_OR_RETURN(const Glance seen, looked.get());
    const std::string& id = seen.one.container.id;
    const auto [known, is_first] = started_at_.try_emplace(id, seen.one.started_at);
    if (!seen.one.container.is_running() || known->second != seen.one.started_at)
      return broken(seen.one, how_it_ended(seen.one));
    missed_[id] = seen.is_healthy ? 0 : missed_[id] + 1;
    if (missed_[id] > misses_allowed) return broken(seen.one, "is no longer healthy");
    sum += seen.reading;
  }
  return sum;
}

tl::unexpected<base::Problem> Stack::broken(const Inspected& one, const std::string& what) {
  constexpr int lines = 20;
  failing_ = Failing{one.container.name, engine_.logs(one.container.id, lines).value_or("")};
  return base::failure(version_broken, "The container " + one.container.name + " " + what + ".",
                       "Its last lines say why; mend it and release again under another version.");
}

}  // namespace ops::release
