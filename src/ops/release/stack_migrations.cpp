// What a release does to the databases, by the new version's own `migrate`.
#include <algorithm>

#include "base/text.h"
#include "ops/release/stack.h"
#include "platform/containers/blueprint.h"
#include "platform/containers/json_paths.h"

namespace ops::release {
namespace {

namespace json = boost::json;
using platform::containers::Executed;
using platform::containers::text_at;

constexpr std::chrono::minutes migration_limit{30};

/// The API's own settings, networks and files, but nobody's name: no request and no health check reaches it.
platform::containers::Blueprint once(platform::containers::Blueprint made, const std::vector<std::string>& command) {
  json::array words;
  for (const std::string& word : command) words.emplace_back(word);
  made.body["Cmd"] = std::move(words);
  made.body["Labels"] = json::object{{"traefik.enable", "false"}, {"suppliers-import.once", "true"}};
  made.body["Healthcheck"] = json::object{{"Test", {"NONE"}}};
  made.body["HostConfig"].as_object().erase("RestartPolicy");
  for (auto& [network, joined] : made.networks) joined.erase("Aliases");
  return made;
}

std::string name_of_once(const Plan& plan) {
  return plan.project + "-migrate-" + plan.version;
}

std::string last_line(std::string_view text) {
  text = base::trim(text);
  const std::size_t line = text.rfind('\n');
  return std::string(line == std::string_view::npos ? text : text.substr(line + 1));
}

std::optional<PendingMigration> pending_in(std::string_view line) {
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  if (error || !value.is_object()) return std::nullopt;
  const json::object& one = value.get_object();
  const auto* const applied = one.if_contains("applied");
  const auto* const version = one.if_contains("version");
  if (applied == nullptr || !applied->is_bool() || applied->get_bool()) return std::nullopt;
  if (version == nullptr || !version->is_int64()) return std::nullopt;
  return PendingMigration{text_at(one, {"database"}), text_at(one, {"name"}),
                          static_cast<std::uint32_t>(version->get_int64()), text_at(one, {"contract_after"})};
}

}  // namespace

base::Result<Executed> Stack::run_and_read(const std::string& id, const std::string& what) {
  RETURN_IF_FAILED(engine_.start(id));
  ASSIGN_OR_RETURN(const int code, engine_.wait(id, migration_limit));
  ASSIGN_OR_RETURN(std::string output, engine_.logs(id, 2000));
  if (code == 0) return Executed{code, std::move(output)};
  failing_ = Failing{what, output};
  return base::failure(
      version_broken,
      "The new version's `" + what + "` ended with exit code " + std::to_string(code) + ": " + last_line(output),
      "Mend what it names, then release again; nothing has been replaced.");
}

base::Result<Executed> Stack::run_once(const Plan& plan, const std::vector<std::string>& command) {
  const auto service =
      std::find_if(plan.services.begin(), plan.services.end(), [](const auto& one) { return one.name != "frontend"; });
  if (service == plan.services.end()) return Executed{};  // pages alone have no database
  ASSIGN_OR_RETURN(const auto old, engine_.inspect(service->before.front().id));
  ASSIGN_OR_RETURN(const auto old_image, engine_.image(old.image_id));
  const auto blueprint =
      once(platform::containers::blueprint_of(old, old_image.value_or(json::object{}), service->new_image), command);
  RETURN_IF_FAILED(remove_left(plan));
  ASSIGN_OR_RETURN(const std::string id, engine_.create(name_of_once(plan), blueprint));
  auto executed = run_and_read(id, base::join(command, " "));
  const auto removed = engine_.remove(id);
  if (executed && !removed) return base::failure(removed.error());
  return executed;
}

base::Result<std::vector<PendingMigration>> Stack::pending_migrations(const Plan& plan) {
  ASSIGN_OR_RETURN(const auto status, run_once(plan, {"migrate", "status", "--json"}));
  std::vector<PendingMigration> all;
  for (const std::string_view line : base::split(status.output, '\n')) {
    if (auto one = pending_in(base::trim(line))) all.push_back(std::move(*one));
  }
  return all;
}

base::Result<> Stack::migrate(const Plan& plan) {
  RETURN_IF_FAILED(run_once(plan, {"migrate", "up"}));
  return {};
}

base::Result<> Stack::remove_left(const Plan& plan) const {
  return engine_.remove(name_of_once(plan));
}

}  // namespace ops::release
