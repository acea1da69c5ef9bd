#include "ops/release/container_commands.h"

namespace ops::release {
namespace {

namespace json = boost::json;
using platform::containers::Inspected;

constexpr std::string_view own_program = "/suppliers-import";

const json::object* config_of(const json::object& of) {
  const auto* const config = of.if_contains("Config");
  return config == nullptr ? nullptr : config->if_object();
}

std::vector<std::string> words(const json::value* value) {
  std::vector<std::string> all;
  if (value == nullptr || !value->is_array()) return all;
  for (const json::value& one : value->get_array()) {
    if (one.is_string()) all.emplace_back(one.get_string());
  }
  return all;
}

std::string program_of(const Inspected& one) {
  const auto* const config = config_of(one.json);
  const auto entry = config == nullptr ? std::vector<std::string>{} : words(config->if_contains("Entrypoint"));
  return entry.empty() ? std::string(own_program) : entry.front();
}

}  // namespace

std::vector<std::string> health_command(const Inspected& one) {
  const auto* const config = config_of(one.json);
  const auto* const check = config == nullptr ? nullptr : config->if_contains("Healthcheck");
  const auto* const check_object = check == nullptr ? nullptr : check->if_object();
  auto test = check_object == nullptr ? std::vector<std::string>{} : words(check_object->if_contains("Test"));
  if (test.size() > 1 && test.front() == "CMD") return {test.begin() + 1, test.end()};
  if (test.size() == 2 && test.front() == "CMD-SHELL") return {"/bin/sh", "-c", test.back()};
  return {program_of(one), "healthcheck"};
}

std::vector<std::string> metrics_command(const Inspected& one) {
  return {program_of(one), "healthcheck", "--metrics"};
}

std::optional<std::chrono::seconds> stop_limit_of(const Inspected& one) {
  const auto* const config = config_of(one.json);
  const auto* const timeout = config == nullptr ? nullptr : config->if_contains("StopTimeout");
  if (timeout == nullptr || !timeout->is_int64() || timeout->get_int64() <= 0) return std::nullopt;
  return std::chrono::seconds(timeout->get_int64());
}

std::string version_label_of(const json::object& image) {
  const auto* const config = config_of(image);
  const auto* const labels = config == nullptr ? nullptr : config->if_contains("Labels");
  const auto* const object = labels == nullptr ? nullptr : labels->if_object();
  const auto* const version = object == nullptr ? nullptr : object->if_contains("org.opencontainers.image.version");
  return version != nullptr && version->is_string() ? std::string(version->get_string()) : std::string();
}

}  // namespace ops::release
