#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/containers/engine.h"

namespace ops::release {

/// A container that worked before the release.
struct Member {
  std::string id, name;

  bool operator==(const Member&) const = default;
};

/// What becomes of one service: as many containers of another image as it had.
struct ServicePlan {
  std::string name;
  std::string old_image, new_image;
  bool is_proxied = false;  ///< requests reach it through the proxy, which must notice what comes and goes
  std::vector<Member> before;

  bool operator==(const ServicePlan&) const = default;
};

/// What a release does, in order. It is kept with the release: whoever finishes or returns it later knows what was
/// there before.
struct Plan {
  std::string project, version, previous;
  std::vector<ServicePlan> services;

  std::string json() const;
  static base::Result<Plan> parse(std::string_view text);
  bool operator==(const Plan&) const = default;
};

/// The services a release replaces, in the order it does. A service is there, whole, before the one that needs it:
/// workers take up what the API enqueues, the scheduler starts what workers do, and pages call the API.
inline constexpr std::string_view service_order[] = {"api", "worker", "scheduler", "frontend"};

inline constexpr std::string_view project_label = "com.docker.compose.project";
inline constexpr std::string_view service_label = "com.docker.compose.service";
inline constexpr std::string_view one_off_label = "com.docker.compose.oneoff";
inline constexpr std::string_view version_label = "suppliers-import.version";

/// The one project among `containers` that has our services. Fails with stack_unknown when none or several have.
base::Result<std::string> only_project(const std::vector<platform::containers::Container>& containers);
/// Fails with stack_unknown, or nothing_to_release when all is at `version` already.
base::Result<Plan> make_plan(const std::string& project, const std::string& version,
                             const std::vector<platform::containers::Container>& containers);

/// "shop-api-1.4.0-2": the container that takes the place of the member at `index`.
std::string new_name(const Plan& plan, const ServicePlan& service, std::size_t index);

/// What is still to be done for one service, given the containers that are there now.
struct Work {
  std::vector<std::size_t> create;  ///< places of members whose successors are missing
  std::vector<std::string> start;   ///< ids of what must work and does not
  std::vector<std::string> stop;    ///< ids of what works and must not

  bool operator==(const Work&) const = default;
};
/// Towards the new version.
Work forward_work(const Plan& plan, const ServicePlan& service,
                  const std::vector<platform::containers::Container>& now);
/// Back to the old one; nothing is created. What is to be stopped here is to be removed, too.
Work backward_work(const Plan& plan, const ServicePlan& service,
                   const std::vector<platform::containers::Container>& now);
/// Ids of the new version's containers, working or not.
std::vector<std::string> successors(const Plan& plan, const ServicePlan& service,
                                    const std::vector<platform::containers::Container>& now);

}  // namespace ops::release
