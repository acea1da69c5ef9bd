#include "ops/release/release.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace ops::release {
namespace {

constexpr std::array state_names{
    std::pair{ReleaseState::running, "running"},   std::pair{ReleaseState::returning, "returning"},
    std::pair{ReleaseState::finished, "finished"}, std::pair{ReleaseState::returned, "returned"},
    std::pair{ReleaseState::refused, "refused"},   std::pair{ReleaseState::failed, "failed"}};

constexpr std::size_t longest_tag = 128;

/// 1, 10, 2 of "v1.10.2-rc1".
std::vector<unsigned> numbers_of(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  std::vector<unsigned> numbers;
  while (!version.empty() && base::is_digit(version.front())) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), number);
    if (error != std::errc{}) break;
    numbers.push_back(number);
    version.remove_prefix(static_cast<std::size_t>(end - version.data()));
    if (!version.starts_with('.')) break;
    version.remove_prefix(1);
  }
  return numbers;
}

bool is_tag_letter(char c) {
  return base::is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

std::string_view to_string(Kind kind) {
  return kind == Kind::rollback ? "rollback" : "release";
}

Kind kind_named(std::string_view name) {
  return name == "rollback" ? Kind::rollback : Kind::release;
}

std::string_view to_string(ReleaseState state) {
  const auto found = std::ranges::find(state_names, state, [](const auto& one) { return one.first; });
  return found == state_names.end() ? "failed" : found->second;
}

ReleaseState state_named(std::string_view name) {
  const auto found = std::ranges::find(state_names, name, [](const auto& one) { return std::string_view(one.second); });
  return found == state_names.end() ? ReleaseState::failed : found->first;
}

bool begins_with_number(std::string_view version) {
  return !numbers_of(version).empty();
}

bool is_older(std::string_view version, std::string_view than) {
  std::vector<unsigned> ours = numbers_of(version), theirs = numbers_of(than);
  if (ours.empty() || theirs.empty()) return false;
  const std::size_t length = std::max(ours.size(), theirs.size());
  ours.resize(length);
  theirs.resize(length);
  return ours < theirs;
}

base::Result<> check_version(std::string_view version) {
  const auto allowed = [](char c) { return is_tag_letter(c) || c == '.' || c == '-'; };
  if (version.empty() || version.size() > longest_tag || !is_tag_letter(version.front()) ||
      !std::ranges::all_of(version, allowed)) {
    return base::failure(version_invalid, "\"" + std::string(version) + "\" is not a version.",
                         "Name the tag of the images to release, such as 1.4.0.");
  }
  if (version == "latest") {
    return base::failure(version_invalid, "\"latest\" is not a version: it means another image each time.",
                         "Tag the images with a version of their own, such as 1.4.0, and release that.");
  }
  return {};
}

}  // namespace ops::release
