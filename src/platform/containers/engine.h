#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace platform::containers {

using Labels = std::map<std::string, std::string>;

/// A container as a list of them shows it.
struct Container {
  std::string id;
  std::string name;   ///< without the leading slash
  std::string image;  ///< as it was asked for: "suppliers-import/api:1.4.0"
  std::string state;  ///< created, running, exited...
  Labels labels;

  bool is_running() const { return state == "running"; }
};

/// What the engine's own health checks say of a container.
enum class Health : unsigned char { none, starting, healthy, unhealthy };

/// A container looked at closely.
struct Inspected {
  Container container;
  Health health = Health::none;
  bool was_checked = false;  ///< the engine has run its health check at least once
  std::chrono::milliseconds check_interval{0};
  int exit_code = 0;
  bool is_restarting = false;
  std::int64_t restarts = 0;  ///< by the engine, since it was created
  std::string started_at;
  std::string image_id;
  boost::json::object json;  ///< all the engine said
};

/// What a container is created from.
struct Blueprint {
  boost::json::object body;                             ///< the engine's create request
  std::map<std::string, boost::json::object> networks;  ///< network -> how it is joined (aliases)
};

struct Executed {
  int exit_code = 0;
  std::string output;  ///< standard output and error as they came
};

/// Where the engine listens: "unix:///var/run/docker.sock" or "tcp://host:port".
struct EngineAddress {
  std::string socket;  ///< path; "" when it is reached over TCP
  std::string host = "localhost";

  /// `text` as DOCKER_HOST holds it; "" means Docker's own socket. Fails with engine_address_invalid.
  static base::Result<EngineAddress> parse(std::string_view text);
  std::string text() const { return socket.empty() ? "tcp://" + host : "unix://" + socket; }
};

/// Speaks the Docker Engine API 1.41, which Docker and Podman answer. Thread-safe; every call waits for its answer.
class Engine {
 public:
  explicit Engine(EngineAddress address) : address_(std::move(address)) {}

  /// Succeeds when the engine answers; fails with engine_unreachable and how to mend it.
  base::Result<> check() const;

  /// Containers carrying all of `labels`, stopped ones included, by name.
  base::Result<std::vector<Container>> list(const Labels& labels) const;
  /// Nothing when there is none of that id or name.
  base::Result<std::optional<Inspected>> find(const std::string& id) const;
  /// Fails with container_unknown.
  base::Result<Inspected> inspect(const std::string& id) const;
  /// What the engine knows of an image; nothing when it is not on this machine.
  base::Result<std::optional<boost::json::object>> image(const std::string& reference) const;
  base::Result<> pull(const std::string& reference) const;

  /// Makes a container joined to its networks, not started; gives its id.
  base::Result<std::string> create(const std::string& name, const Blueprint& blueprint) const;
  base::Result<> start(const std::string& id) const;
  /// Sends the stop signal and waits until it has ended, at most `limit`; then it is killed.
  base::Result<> stop(const std::string& id, std::chrono::seconds limit) const;
  /// Also when it runs; nothing happens when it is gone already.
  base::Result<> remove(const std::string& id) const;
  /// Waits until it has ended; gives its exit code. Fails with engine_timed_out.
  base::Result<int> wait(const std::string& id, std::chrono::seconds limit) const;
  /// The last `lines` of what it printed.
  base::Result<std::string> logs(const std::string& id, int lines) const;
  /// Runs a program inside a running container.
  base::Result<Executed> execute(const std::string& id, const std::vector<std::string>& command,
                                 std::chrono::seconds limit) const;

 private:
  struct Answer {
    int status = 0;
    std::string body;
  };
  base::Result<Answer> send(const char* method, const std::string& path, const std::string& body,
                            std::chrono::seconds limit = std::chrono::seconds(30)) const;
  base::Result<boost::json::value> ask(const char* method, const std::string& path, const std::string& body = {},
                                       std::chrono::seconds limit = std::chrono::seconds(30)) const;
  base::Result<std::optional<boost::json::object>> ask_if_there(const std::string& path) const;
  base::Result<std::optional<int>> exit_of(const std::string& exec_id) const;

  EngineAddress address_;
};

inline constexpr base::ProblemKind engine_address_invalid{"containers.address", "Engine address is not valid", 500,
                                                          base::LogLevel::error};
inline constexpr base::ProblemKind engine_unreachable{"containers.unreachable", "Container engine cannot be reached",
                                                      503, base::LogLevel::error};
inline constexpr base::ProblemKind engine_timed_out{"containers.timeout", "Container engine took too long", 504,
                                                    base::LogLevel::error};
inline constexpr base::ProblemKind engine_refused{"containers.refused", "Container engine refused", 502,
                                                  base::LogLevel::error};
inline constexpr base::ProblemKind container_unknown{"containers.unknown", "No such container", 404,
                                                     base::LogLevel::error};

}  // namespace platform::containers
