#include "ops/release/plan.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "ops/release/release.h"
#include "platform/containers/blueprint.h"
#include "platform/http/codec.h"

namespace ops::release {

BOOST_DESCRIBE_STRUCT(Member, (), (id, name))
BOOST_DESCRIBE_STRUCT(ServicePlan, (), (name, old_image, new_image, is_proxied, before))
BOOST_DESCRIBE_STRUCT(Plan, (), (project, version, previous, services))

namespace {

using platform::containers::Container;

std::string label(const Container& container, std::string_view name) {
  const auto found = container.labels.find(std::string(name));
  return found == container.labels.end() ? std::string() : found->second;
}

bool is_ours(const Container& container) {
  return std::ranges::find(service_order, label(container, service_label)) != std::end(service_order) &&
         base::to_lower_ascii(label(container, one_off_label)) != "true";
}

bool is_proxied(const Container& container) {
  return base::to_lower_ascii(label(container, "traefik.enable")) == "true";
}

const Container* named(const std::vector<Container>& now, std::string_view name) {
  const auto found = std::ranges::find(now, name, &Container::name);
  return found == now.end() ? nullptr : &*found;
}

const Container* with_id(const std::vector<Container>& now, std::string_view id) {
  const auto found = std::ranges::find(now, id, &Container::id);
  return found == now.end() ? nullptr : &*found;
}

ServicePlan service_plan(std::string_view service, const std::string& version,
                         const std::vector<Container>& containers) {
  ServicePlan planned;
  planned.name = service;
  for (const Container& one : containers) {
    if (label(one, service_label) != service || !is_ours(one) || !one.is_running()) continue;
    if (platform::containers::tag_of(one.image) == version) continue;
    if (planned.before.empty()) planned.old_image = one.image;
    planned.is_proxied = planned.is_proxied || is_proxied(one);
    planned.before.push_back({one.id, one.name});
  }
  if (!planned.before.empty()) planned.new_image = platform::containers::with_tag(planned.old_image, version);
  return planned;
}

}  // namespace

std::string Plan::json() const {
  return platform::http::to_json(*this);
}

base::Result<Plan> Plan::parse(std::string_view text) {
  auto plan = platform::http::from_json<Plan>(text);
  if (plan) return plan;
  return base::failure(release_refused, "What the unfinished release meant to do cannot be read.",
                       "Look at the containers with `docker ps -a`, start those of the version you want and remove the "
                       "others; then release again.");
}

base::Result<std::string> only_project(const std::vector<Container>& containers) {
  std::set<std::string> projects;
  for (const Container& one : containers) {
    const bool is_api = is_ours(one) && label(one, service_label) == "api" && one.is_running() &&
                        one.image.find("suppliers-import") != std::string::npos;
    if (is_api) projects.insert(label(one, project_label));
  }
  if (projects.size() == 1) return *projects.begin();
  if (projects.empty()) {
    return base::failure(
        stack_unknown, "No container of the service \"api\" is running here.",
        "Start the installation with `docker compose up -d` first; if it has another name, say it with "
        "--project.");
  }
  return base::failure(
      stack_unknown,
      "Several installations are running here: " + base::join({projects.begin(), projects.end()}, ", ") + ".",
      "Say which one is meant with --project.");
}

base::Result<Plan> make_plan(const std::string& project, const std::string& version,
                             const std::vector<Container>& containers) {
  Plan plan{project, version, {}, {}};
  bool has_any = false;
  for (const Container& one : containers) {
    if (label(one, project_label) != project || !is_ours(one) || !one.is_running()) continue;
    has_any = true;
    if (label(one, service_label) == "api" && plan.previous.empty())
      plan.previous = platform::containers::tag_of(one.image);
  }
  if (!has_any) {
    return base::failure(stack_unknown, "Nothing of the installation \"" + project + "\" is running here.",
                         "Start it with `docker compose up -d` first, or name another one with --project.");
  }
  for (const std::string_view service : service_order) {
    ServicePlan planned = service_plan(service, version, containers);
    if (planned.before.empty()) continue;
    if (plan.previous.empty() || plan.previous == version)
      plan.previous = platform::containers::tag_of(planned.old_image);
    plan.services.push_back(std::move(planned));
  }
  if (!plan.services.empty()) return plan;
  return base::failure(nothing_to_release, "All services of \"" + project + "\" are at " + version + " already.",
                       "Name another version; `docker compose up -d` puts changed settings into effect.");
}

std::string new_name(const Plan& plan, const ServicePlan& service, std::size_t index) {
  return plan.project + "-" + service.name + "-" + plan.version + "-" + std::to_string(index + 1);
}

Work forward_work(const Plan& plan, const ServicePlan& service, const std::vector<Container>& now) {
  Work work;
  for (std::size_t i = 0; i < service.before.size(); ++i) {
    const Container* const successor = named(now, new_name(plan, service, i));
    if (successor == nullptr) {
      work.create.push_back(i);
    } else if (!successor->is_running()) {
      work.start.push_back(successor->id);
    }
    const Container* const old = with_id(now, service.before[i].id);
    if (old != nullptr && old->is_running()) work.stop.push_back(old->id);
  }
  return work;
}

Work backward_work(const Plan& plan, const ServicePlan& service, const std::vector<Container>& now) {
  Work work;
  for (const Member& member : service.before) {
    const Container* const old = with_id(now, member.id);
    if (old != nullptr && !old->is_running()) work.start.push_back(old->id);
  }
  work.stop = successors(plan, service, now);
  return work;
}

std::vector<std::string> successors(const Plan& plan, const ServicePlan& service, const std::vector<Container>& now) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < service.before.size(); ++i) {
    if (const Container* const one = named(now, new_name(plan, service, i))) ids.push_back(one->id);
  }
  return ids;
}

}  // namespace ops::release
