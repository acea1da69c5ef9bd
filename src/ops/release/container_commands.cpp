#include "ops/release/container_commands.h"

#include "platform/containers/json_paths.h"

namespace ops::release {
namespace {

namespace json = boost::json;
using platform::containers::at_path;
using platform::containers::Inspected;
using platform::containers::number_at;
using platform::containers::text_at;

constexpr std::string_view own_program = "/suppliers-import";

std::vector<std::string> words(const json::value* value) {
  std::vector<std::string> all;
  if (value == nullptr || !value->is_array()) return all;
  for (const json::value& one : value->get_array()) {
    if (one.is_string()) all.emplace_back(one.get_string());
  }
  return all;
}

std::string program_of(const Inspected& one) {
  const auto entry = words(at_path(one.json, {"Config", "Entrypoint"}));
  return entry.empty() ? std::string(own_program) : entry.front();
}

}  // namespace

std::vector<std::string> health_command(const Inspected& one) {
  const auto test = words(at_path(one.json, {"Config", "Healthcheck", "Test"}));
  if (test.size() > 1 && test.front() == "CMD") return {test.begin() + 1, test.end()};
  if (test.size() == 2 && test.front() == "CMD-SHELL") return {"/bin/sh", "-c", test.back()};
  return {program_of(one), "healthcheck"};
}

std::vector<std::string> metrics_command(const Inspected& one) {
  return {program_of(one), "healthcheck", "--metrics"};
}

std::optional<std::chrono::seconds> stop_limit_of(const Inspected& one) {
  const std::int64_t timeout = number_at(one.json, {"Config", "StopTimeout"});
  return timeout > 0 ? std::optional(std::chrono::seconds(timeout)) : std::nullopt;
}

std::string version_label_of(const json::object& image) {
  return text_at(image, {"Config", "Labels", "org.opencontainers.image.version"});
}

}  // namespace ops::release
