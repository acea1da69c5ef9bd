#include "platform/containers/blueprint.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "platform/containers/json_paths.h"

namespace platform::containers {
namespace {

namespace json = boost::json;

// Of what a container is, the part that people chose. The rest is the engine's own account of it.
constexpr std::array config_kept{"User",        "Cmd", "Entrypoint", "WorkingDir", "Healthcheck", "StopSignal",
                                 "StopTimeout", "Tty", "OpenStdin",  "Domainname", "Volumes"};
constexpr std::array host_kept{
    "Binds",      "Mounts",    "LogConfig",  "RestartPolicy", "CapAdd",     "CapDrop",           "Dns",
    "DnsOptions", "DnsSearch", "ExtraHosts", "GroupAdd",      "Privileged", "ReadonlyRootfs",    "SecurityOpt",
    "Tmpfs",      "ShmSize",   "Sysctls",    "Memory",        "MemorySwap", "MemoryReservation", "NanoCpus",
    "CpuShares",  "CpuQuota",  "CpuPeriod",  "CpusetCpus",    "PidsLimit",  "OomScoreAdj",       "Init"};

bool says_nothing(const json::value& value) {
  if (value.is_null()) return true;
  if (value.is_array()) return value.get_array().empty();
  if (value.is_object()) return value.get_object().empty();
  if (value.is_string()) return value.get_string().empty();
  if (value.is_bool()) return !value.get_bool();
  return value.is_int64() && value.get_int64() == 0;
}

json::value inherited(const json::object& image, std::string_view key) {
  const auto* const value = at_path(image, {"Config", key});
  return value == nullptr ? json::value() : *value;
}

json::array environment_of(const json::object& old, const json::object& image) {
  const json::value from_image = inherited(image, "Env");
  json::array kept;
  const auto* const all = at_path(old, {"Config", "Env"});
  if (all == nullptr || !all->is_array()) return kept;
  for (const json::value& one : all->get_array()) {
    const bool is_images = from_image.is_array() && std::ranges::count(from_image.get_array(), one) != 0;
    const bool is_engines =
        one.is_string() && (one.get_string().starts_with("container=") || one.get_string().starts_with("HOSTNAME="));
    if (!is_images && !is_engines) kept.push_back(one);
  }
  return kept;
}

/// Labels and other objects of Config: without the entries that are the image's.
json::object entries_of(const json::object& old, const json::object& image, std::string_view key) {
  json::object kept;
  const auto* const all = object_at(old, {"Config", key});
  if (all == nullptr) return kept;
  const auto* const from_image = object_at(image, {"Config", key});
  for (const auto& [name, value] : *all) {
    const auto* const same = from_image != nullptr ? from_image->if_contains(name) : nullptr;
    if (same == nullptr || *same != value) kept[name] = value;
  }
  return kept;
}

json::value ulimits_of(const json::value& given) {
  json::array all;
  if (!given.is_array()) return all;
  for (const json::value& one : given.get_array()) {
    if (!one.is_object()) continue;
    json::object limit = one.get_object();
    std::string name = base::to_lower_ascii(text_at(limit, {"Name"}));
    if (name.starts_with("rlimit_")) name.erase(0, 7);  // as one engine spells what both read without
    limit["Name"] = name;
    all.push_back(std::move(limit));
  }
  return all;
}

/// What an image asks for and nobody named: the next container gets one of its own, and the old one's goes with it.
bool is_anonymous(std::string_view volume) {
  constexpr std::size_t letters = 64;
  const auto is_hex = [](char c) { return base::is_digit(c) || (c >= 'a' && c <= 'f'); };
  return volume.size() == letters && std::ranges::all_of(volume, is_hex);
}

json::array named_binds(const json::array& given) {
  json::array kept;
  for (const json::value& one : given) {
    const std::string_view bind = one.is_string() ? std::string_view(one.get_string()) : std::string_view();
    if (!is_anonymous(bind.substr(0, bind.find(':')))) kept.push_back(one);
  }
  return kept;
}

json::object host_of(const json::object& old) {
  json::object kept;
  const auto* const host = object_at(old, {"HostConfig"});
  if (host == nullptr) return kept;
  for (const char* const key : host_kept) {
    const auto* const value = host->if_contains(key);
    if (value != nullptr && !says_nothing(*value)) kept[key] = *value;
  }
  if (kept.contains("NanoCpus")) {  // the same limit told twice is refused
    kept.erase("CpuQuota");
    kept.erase("CpuPeriod");
  }
  if (auto* const binds = kept.if_contains("Binds"); binds != nullptr && binds->is_array())
    *binds = named_binds(binds->get_array());
  // A volume told both ways is refused, too.
  if (kept.contains("Binds") && kept.contains("Mounts")) kept.erase("Mounts");
  const auto* const ulimits = host->if_contains("Ulimits");
  if (ulimits != nullptr && !says_nothing(*ulimits)) kept["Ulimits"] = ulimits_of(*ulimits);
  return kept;
}

json::object joined(const json::object& endpoint, const Container& old) {
  json::array aliases;
  const auto* const given = at_path(endpoint, {"Aliases"});
  if (given != nullptr && given->is_array()) {
    for (const json::value& one : given->get_array()) {
      if (!one.is_string()) continue;
      const std::string alias(one.get_string());
      const bool is_own = alias == old.name || (alias.size() >= 12 && old.id.starts_with(alias));
      if (!is_own) aliases.emplace_back(alias);
    }
  }
  json::object out{{"Aliases", aliases}};
  if (const auto* const options = endpoint.if_contains("DriverOpts"); options != nullptr && !says_nothing(*options))
    out["DriverOpts"] = *options;
  return out;
}

const json::object* networks_of(const Inspected& container) {
  return object_at(container.json, {"NetworkSettings", "Networks"});
}

/// Where the tag's colon is: after the last slash, so that a registry's port is none.
std::size_t tag_colon(std::string_view image) {
  const std::size_t slash = image.rfind('/');
  return image.find(':', slash == std::string_view::npos ? 0 : slash);
}

}  // namespace

Blueprint blueprint_of(const Inspected& old, const json::object& old_image, const std::string& new_image) {
  Blueprint made;
  made.body["Image"] = new_image;
  for (const char* const key : config_kept) {
    const auto* const value = at_path(old.json, {"Config", key});
    if (value != nullptr && !says_nothing(*value) && *value != inherited(old_image, key)) made.body[key] = *value;
  }
  const std::string host_name = text_at(old.json, {"Config", "Hostname"});
  if (!host_name.empty() && !old.container.id.starts_with(host_name) && host_name != old.container.name)
    made.body["Hostname"] = host_name;
  made.body["Env"] = environment_of(old.json, old_image);
  made.body["Labels"] = entries_of(old.json, old_image, "Labels");
  if (auto ports = entries_of(old.json, old_image, "ExposedPorts"); !ports.empty()) made.body["ExposedPorts"] = ports;
  json::object host = host_of(old.json);
  if (const auto* const networks = networks_of(old); networks != nullptr) {
    for (const auto& [name, endpoint] : *networks) {
      if (endpoint.is_object()) made.networks[name] = joined(endpoint.get_object(), old.container);
    }
  }
  if (!made.networks.empty()) host["NetworkMode"] = made.networks.begin()->first;
  made.body["HostConfig"] = std::move(host);
  return made;
}

std::vector<std::string> published_ports(const Inspected& container) {
  std::vector<std::string> ports;
  const auto* const bindings = object_at(container.json, {"HostConfig", "PortBindings"});
  if (bindings == nullptr) return ports;
  for (const auto& [port, hosts] : *bindings) {
    if (!hosts.is_array()) continue;
    for (const json::value& host : hosts.get_array()) {
      if (!host.is_object()) continue;
      const std::string number = text_at(host.get_object(), {"HostPort"});
      if (!number.empty() && number != "0") ports.push_back(number);
    }
  }
  return ports;
}

std::vector<std::string> fixed_addresses(const Inspected& container) {
  std::vector<std::string> fixed;
  const auto* const networks = networks_of(container);
  if (networks == nullptr) return fixed;
  for (const auto& [name, endpoint] : *networks) {
    if (!endpoint.is_object()) continue;
    if (!text_at(endpoint.get_object(), {"IPAMConfig", "IPv4Address"}).empty()) fixed.emplace_back(name);
  }
  return fixed;
}

std::string with_tag(std::string_view image, std::string_view tag) {
  image = image.substr(0, image.find('@'));
  return std::string(image.substr(0, tag_colon(image))) + ":" + std::string(tag);
}

std::string tag_of(std::string_view image) {
  image = image.substr(0, image.find('@'));
  const std::size_t colon = tag_colon(image);
  return colon == std::string_view::npos ? std::string() : std::string(image.substr(colon + 1));
}

}  // namespace platform::containers
