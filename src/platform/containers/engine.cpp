#include "platform/containers/engine.h"

#include <algorithm>
#include <thread>

#include "base/text.h"
#include "platform/containers/json_paths.h"
#include "platform/containers/transport.h"

namespace platform::containers {
namespace {

namespace json = boost::json;

constexpr std::string_view default_socket = "/var/run/docker.sock";

std::string without_slash(std::string name) {
  if (name.starts_with('/')) name.erase(0, 1);
  return name;
}

Labels labels_of(const json::object* object) {
  Labels labels;
  if (object == nullptr) return labels;
  for (const auto& [name, value] : *object) {
    if (value.is_string()) labels.emplace(name, value.get_string());
  }
  return labels;
}

Container listed(const json::object& one) {
  const auto* const names = at_path(one, {"Names"});
  const bool has_name = names != nullptr && names->is_array() && !names->get_array().empty();
  std::string name = has_name ? std::string(names->get_array().front().as_string()) : text_at(one, {"Id"});
  return {text_at(one, {"Id"}), without_slash(std::move(name)), text_at(one, {"Image"}), text_at(one, {"State"}),
          labels_of(object_at(one, {"Labels"}))};
}

Health health_named(std::string_view name) {
  if (name == "healthy") return Health::healthy;
  if (name == "unhealthy") return Health::unhealthy;
  return name == "starting" ? Health::starting : Health::none;
}

Inspected inspected(json::object&& one) {
  Inspected all;
  all.container = {text_at(one, {"Id"}), without_slash(text_at(one, {"Name"})), text_at(one, {"Config", "Image"}),
                   text_at(one, {"State", "Status"}), labels_of(object_at(one, {"Config", "Labels"}))};
  all.health = health_named(text_at(one, {"State", "Health", "Status"}));
  const auto* const checks = at_path(one, {"State", "Health", "Log"});
  all.was_checked = checks != nullptr && checks->is_array() && !checks->get_array().empty();
  all.check_interval = std::chrono::milliseconds(number_at(one, {"Config", "Healthcheck", "Interval"}) / 1'000'000);
  all.exit_code = static_cast<int>(number_at(one, {"State", "ExitCode"}));
  all.is_restarting = truth_at(one, {"State", "Restarting"});
  all.restarts = number_at(one, {"RestartCount"});
  all.started_at = text_at(one, {"State", "StartedAt"});
  all.image_id = text_at(one, {"Image"});
  all.json = std::move(one);
  return all;
}

/// What the engine says is wrong, in its own words.
std::string said(const std::string& body) {
  boost::system::error_code error;
  const json::value value = json::parse(body, error);
  if (!error && value.is_object()) {
    for (const std::string_view key : {"message", "cause"}) {
      if (std::string text = text_at(value.get_object(), {key}); !text.empty()) return text;
    }
  }
  return body.substr(0, 300);
}

base::Problem refusal(const EngineAddress& address, const std::string& path, int status, const std::string& body) {
  return {&engine_refused,
          "The container engine at " + address.text() + " answered " + std::to_string(status) + " to " +
              path.substr(0, path.find('?')) + ": " + said(body) + ".",
          "Mend what the engine names, then run the command again.",
          {}};
}

}  // namespace

base::Result<EngineAddress> EngineAddress::parse(std::string_view text) {
  if (text.empty()) return EngineAddress{std::string(default_socket)};
  if (text.starts_with("unix:///")) return EngineAddress{std::string(text.substr(7))};
  for (const std::string_view scheme : {"tcp://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    std::string host(text.substr(scheme.size()));
    while (host.ends_with('/')) host.pop_back();
    if (!host.empty() && host.find('/') == std::string::npos) return EngineAddress{"", std::move(host)};
  }
  return base::failure(engine_address_invalid, "DOCKER_HOST is \"" + std::string(text) + "\".",
                       "Write it as unix:///var/run/docker.sock or tcp://host:2375; run this on the engine's own "
                       "machine rather than over ssh.");
}

base::Result<Engine::Answer> Engine::send(const char* method, const std::string& path, const std::string& body,
                                          std::chrono::seconds limit) const {
  ASSIGN_OR_RETURN(auto answer, exchange(address_, method, path, body, limit));
  if (answer.status >= 400) return base::failure(refusal(address_, path, answer.status, answer.body));
  return Answer{answer.status, std::move(answer.body)};
}

base::Result<json::value> Engine::ask(const char* method, const std::string& path, const std::string& body,
                                      std::chrono::seconds limit) const {
  ASSIGN_OR_RETURN(const auto answer, send(method, path, body, limit));
  boost::system::error_code error;
  json::value value = json::parse(answer.body, error);
  if (error) return base::failure(refusal(address_, path, answer.status, "no JSON: " + answer.body.substr(0, 100)));
  return value;
}

base::Result<std::optional<json::object>> Engine::ask_if_there(const std::string& path) const {
  ASSIGN_OR_RETURN(auto answer, exchange(address_, "GET", path, {}, std::chrono::seconds(30)));
  if (answer.status == 404) return std::optional<json::object>{};
  boost::system::error_code error;
  json::value value = json::parse(answer.body, error);
  if (answer.status >= 400 || error || !value.is_object())
    return base::failure(refusal(address_, path, answer.status, answer.body));
  return std::optional<json::object>{std::move(value.get_object())};
}

base::Result<> Engine::check() const {
  RETURN_IF_FAILED(send("GET", "/version", {}, std::chrono::seconds(10)));
  return {};
}

base::Result<std::vector<Container>> Engine::list(const Labels& labels) const {
  json::array wanted;
  for (const auto& [name, value] : labels) wanted.emplace_back(value.empty() ? name : name + "=" + value);
  const std::string filters = json::serialize(json::object{{"label", wanted}});
  ASSIGN_OR_RETURN(const auto answer,
                   ask("GET", "/containers/json?all=true&filters=" + base::percent_encoded(filters)));
  std::vector<Container> all;
  if (!answer.is_array()) return all;
  for (const json::value& one : answer.get_array()) {
    if (one.is_object()) all.push_back(listed(one.get_object()));
  }
  std::ranges::sort(all, {}, &Container::name);
  return all;
}

base::Result<std::optional<Inspected>> Engine::find(const std::string& id) const {
  ASSIGN_OR_RETURN(auto answer, ask_if_there("/containers/" + id + "/json"));
  if (!answer) return std::optional<Inspected>{};
  return std::optional<Inspected>{inspected(std::move(*answer))};
}

base::Result<Inspected> Engine::inspect(const std::string& id) const {
  ASSIGN_OR_RETURN(auto found, find(id));
  if (found) return std::move(*found);
  return base::failure(container_unknown, "The container " + id + " is gone.",
                       "Somebody removed it meanwhile; look with `docker ps -a` and run the command again.");
}

base::Result<std::optional<json::object>> Engine::image(const std::string& reference) const {
  return ask_if_there("/images/" + reference + "/json");
}

base::Result<> Engine::pull(const std::string& reference) const {
  RETURN_IF_FAILED(
      send("POST", "/images/create?fromImage=" + base::percent_encoded(reference), {}, std::chrono::minutes(15)));
  return {};
}

base::Result<std::string> Engine::create(const std::string& name, const Blueprint& blueprint) const {
  json::object body = blueprint.body;
  // Before API 1.44 a container is created in one network and joins the others afterwards.
  if (!blueprint.networks.empty()) {
    const auto& [network, joined] = *blueprint.networks.begin();
    body["NetworkingConfig"] = {{"EndpointsConfig", {{network, joined}}}};
  }
  ASSIGN_OR_RETURN(const auto made,
                   ask("POST", "/containers/create?name=" + base::percent_encoded(name), json::serialize(body)));
  std::string id = made.is_object() ? text_at(made.get_object(), {"Id"}) : std::string();
  for (auto network = blueprint.networks.begin(); network != blueprint.networks.end(); ++network) {
    if (network == blueprint.networks.begin()) continue;
    const json::object request{{"Container", id}, {"EndpointConfig", network->second}};
    const auto done =
        send("POST", "/networks/" + base::percent_encoded(network->first) + "/connect", json::serialize(request));
    if (done) continue;
    static_cast<void>(remove(id));
    return base::failure(done.error());
  }
  return id;
}

base::Result<> Engine::start(const std::string& id) const {
  RETURN_IF_FAILED(send("POST", "/containers/" + id + "/start", {}, std::chrono::seconds(60)));
  return {};
}

base::Result<> Engine::stop(const std::string& id, std::chrono::seconds limit) const {
  RETURN_IF_FAILED(send("POST", "/containers/" + id + "/stop?t=" + std::to_string(limit.count()), {},
                        limit + std::chrono::seconds(30)));
  return {};
}

base::Result<> Engine::remove(const std::string& id) const {
  ASSIGN_OR_RETURN(const auto answer, exchange(address_, "DELETE", "/containers/" + id + "?force=true&v=true", {},
                                               std::chrono::seconds(60)));
  if (answer.status < 400 || answer.status == 404) return {};
  return base::failure(refusal(address_, "/containers/" + id, answer.status, answer.body));
}

base::Result<int> Engine::wait(const std::string& id, std::chrono::seconds limit) const {
  constexpr std::chrono::seconds longest_question{60};  // a proxy before the engine hangs up on what is silent for long
  const auto end = std::chrono::steady_clock::now() + limit;
  while (true) {
    ASSIGN_OR_RETURN(const auto one, inspect(id));
    const auto left = std::chrono::ceil<std::chrono::seconds>(end - std::chrono::steady_clock::now());
    if (left <= std::chrono::seconds(0)) {
      return base::failure(engine_timed_out,
                           "The container " + one.container.name + " has not ended within " +
                               std::to_string(limit.count()) + " seconds.",
                           "Look at what it waits for with `docker logs " + one.container.name + "`.");
    }
    const auto ended = ask("POST", "/containers/" + id + "/wait", {}, std::min(left, longest_question));
    if (!ended && ended.error().kind == &engine_timed_out) continue;
    if (!ended) return base::failure(ended.error());
    const auto* const code = ended->is_object() ? at_path(ended->get_object(), {"StatusCode"}) : nullptr;
    if (code != nullptr && code->is_int64()) return static_cast<int>(code->get_int64());
    return base::failure(refusal(address_, "/containers/" + id + "/wait", 200, "it names no exit code"));
  }
}

base::Result<std::string> Engine::logs(const std::string& id, int lines) const {
  ASSIGN_OR_RETURN(
      const auto answer,
      send("GET", "/containers/" + id + "/logs?stdout=true&stderr=true&tail=" + std::to_string(lines), {}));
  return without_frames(answer.body);
}

base::Result<std::optional<int>> Engine::exit_of(const std::string& exec_id) const {
  ASSIGN_OR_RETURN(const auto state, ask("GET", "/exec/" + exec_id + "/json"));
  if (!state.is_object() || truth_at(state.get_object(), {"Running"})) return std::optional<int>{};
  return std::optional<int>{static_cast<int>(number_at(state.get_object(), {"ExitCode"}))};
}

base::Result<Executed> Engine::execute(const std::string& id, const std::vector<std::string>& command,
                                       std::chrono::seconds limit) const {
  json::array words;
  for (const std::string& word : command) words.emplace_back(word);
  const json::object request{{"AttachStdout", true}, {"AttachStderr", true}, {"Cmd", words}};
  ASSIGN_OR_RETURN(const auto made, ask("POST", "/containers/" + id + "/exec", json::serialize(request)));
  const std::string exec_id = made.is_object() ? text_at(made.get_object(), {"Id"}) : std::string();
  ASSIGN_OR_RETURN(const auto output,
                   send("POST", "/exec/" + exec_id + "/start", R"({"Detach":false,"Tty":false})", limit));
  // The stream may end a moment before the engine has noted the exit code.
  for (int attempt = 0; attempt < 50; ++attempt) {
    ASSIGN_OR_RETURN(const auto code, exit_of(exec_id));
    if (code) return Executed{*code, without_frames(output.body)};
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return base::failure(refusal(address_, "/exec/" + exec_id, 200, "the program it ran has not ended"));
}

}  // namespace platform::containers
