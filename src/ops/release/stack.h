#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "ops/release/plan.h"
#include "ops/release/release.h"
#include "ops/release/watch.h"
#include "platform/containers/engine.h"

namespace ops::release {

struct Timing {
  std::chrono::seconds health_limit{60};  ///< for a container to become healthy
  std::chrono::seconds settle{3};         ///< for the proxy to notice what came
  std::chrono::seconds stop_limit{60};    ///< for a container that names no time of its own to end
};

/// What failed: the container, and what it printed last.
struct Failing {
  std::string container;
  std::string log;
};

/// A migration a version brings and the databases do not have yet.
struct PendingMigration {
  std::string database, name;
  std::uint32_t version = 0;
  std::string contract_after{};
};

/// The containers of one installation, and what a release does to them.
class Stack {
 public:
  Stack(platform::containers::Engine engine, Timing timing) : engine_(std::move(engine)), timing_(timing) {}

  /// Fails with engine_unreachable.
  base::Result<> check() const { return engine_.check(); }
  /// Containers of `project`; those of every project when it is "".
  base::Result<std::vector<platform::containers::Container>> containers(const std::string& project) const;
  /// Fails when a service cannot be there twice: a port of the machine or an address it holds alone.
  base::Result<> check_room(const Plan& plan) const;
  /// Fetches the images that are not on this machine.
  base::Result<> provide_images(const Plan& plan) const;
  /// The version the image says it is, else its tag.
  std::string program_version(const std::string& image) const;

  /// What the new version's `migrate status` says, in a container of its own.
  base::Result<std::vector<PendingMigration>> pending_migrations(const Plan& plan);
  base::Result<> migrate(const Plan& plan);
  /// Removes what a release that was cut off left running on the side.
  base::Result<> remove_left(const Plan& plan) const;

  /// Makes what is missing of the new version, starts it, and waits until it is healthy and seen by the proxy.
  base::Result<> bring_forward(const Plan& plan, const ServicePlan& service, const Release& release);
  /// Tells what worked before to end, once the new version is there.
  base::Result<> drain_old(const Plan& plan, const ServicePlan& service);
  /// The old containers work again and are healthy; those of the new version are drained and removed.
  base::Result<> bring_back(const Plan& plan, const ServicePlan& service);
  /// Removes what worked before.
  base::Result<> remove_old(const Plan& plan) const;

  /// Looks once at every container of the new version; fails when one has ended or is no longer healthy.
  base::Result<Reading> look(const Plan& plan);

  const std::optional<Failing>& failing() const { return failing_; }

 private:
  using Ids = std::vector<std::string>;
  base::Result<> gate(const Ids& ids, bool is_proxied);
  base::Result<> gate_one(const std::string& id, std::chrono::steady_clock::time_point since);
  /// True once healthy; fails when it has ended, or the engine had to start it again.
  base::Result<bool> is_healthy(const platform::containers::Inspected& first,
                                std::chrono::steady_clock::time_point since);
  base::Result<> drain(const Ids& ids) const;
  struct Glance {
    platform::containers::Inspected one;
    bool is_healthy = false;
    Reading reading;
  };
  base::Result<Glance> glance(const std::string& id) const;
  base::Result<platform::containers::Executed> run_once(const Plan& plan, const std::vector<std::string>& command);
  base::Result<platform::containers::Executed> run_and_read(const std::string& id, const std::string& what);
  tl::unexpected<base::Problem> broken(const platform::containers::Inspected& one, const std::string& what);

  platform::containers::Engine engine_;
  Timing timing_;
  std::optional<Failing> failing_;
  std::map<std::string, std::string> started_at_;  ///< of what passed the gate: another start is a crash
  std::map<std::string, int> missed_;              ///< looks, one after the other, at which it was not healthy
};

}  // namespace ops::release
