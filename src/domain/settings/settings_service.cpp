#include <algorithm>
#include <charconv>
#include <functional>
#include <stdexcept>

#include "base/text.h"
#include "domain/settings/settings.h"
#include "domain/settings/settings_store.h"
#include "platform/db/transaction.h"

namespace settings {
namespace {

using platform::db::Connection;

base::Result<SettingValues> read_all(Connection& connection) {
  SettingValues all;
  // The version first: a change in between makes a conditional write fail, never pass.
  ASSIGN_OR_RETURN(all.version, store::version(connection));
  ASSIGN_OR_RETURN(const auto stored, store::all(connection));
  for (const SettingInfo& info : setting_table()) {
    SettingValue& value = all.values.emplace_back();
    value.info = &info;
    value.value = info.default_value;
    const auto found = std::ranges::find(stored, info.name, &store::Stored::name);
    // What an earlier release allowed and this one does not counts as not set.
    if (found == stored.end() || !check_value(info, found->value)) continue;
    value.value = found->value;
    value.is_default = false;
    value.changed_by = found->changed_by;
    value.changed_at = found->changed_at;
  }
  return all;
}

std::string known_names() {
  std::vector<std::string> names;
  for (const SettingInfo& info : setting_table()) names.emplace_back(info.name);
  return base::join(names, ", ");
}

base::Problem unknown(std::string_view name, const base::ProblemKind& kind) {
  return {&kind,
          "There is no setting \"" + std::string(base::utf8_prefix(name, 60)) + "\".",
          "The settings are " + known_names() + ".",
          {.field = std::string(base::utf8_prefix(name, 60))}};
}

/// The values in their usual spelling, or one Problem that tells of all that are wrong.
base::Result<std::map<std::string, std::string>> checked(const std::map<std::string, std::string>& wanted) {
  std::map<std::string, std::string> values;
  std::vector<base::Problem> problems;
  for (const auto& [name, text] : wanted) {
    const SettingInfo* const info = find_setting(name);
    if (info == nullptr) {
      problems.push_back(unknown(name, settings_invalid));
    } else if (auto value = check_value(*info, text)) {
      values.emplace(name, *std::move(value));
    } else {
      problems.push_back(std::move(value).error());
    }
  }
  if (problems.empty()) return values;
  if (problems.size() == 1) return base::failure(std::move(problems.front()));
  std::string message = std::to_string(problems.size()) + " settings are not valid:";
  for (const base::Problem& problem : problems) message += "\n- " + problem.message + " " + problem.cure;
  return base::failure(settings_invalid, std::move(message), "Correct them; nothing was changed.",
                       {.field = problems.front().place.field});
}

using Work = std::function<base::Result<>(Connection&)>;

/// One change of the settings, in one transaction; says what differs afterwards. A lost race is run again.
base::Result<SettingChanges> changed_by(platform::db::Database& main, const std::optional<std::int64_t>& expected,
                                        const Work& work) {
  constexpr int most_tries = 4;
  const auto once = [&]() -> base::Result<SettingChanges> {
    ASSIGN_OR_RETURN(const auto connection, main.acquire());
    ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
    ASSIGN_OR_RETURN(const std::int64_t version, store::count_change(*connection));
    if (expected && *expected != version) {
      return base::failure(settings_changed, "The settings have changed since you read them.",
                           "Read them again, then repeat your change.");
    }
    ASSIGN_OR_RETURN(const SettingValues before, read_all(*connection));
    RETURN_IF_FAILED(work(*connection));
    SettingChanges changes;
    ASSIGN_OR_RETURN(changes.now, read_all(*connection));
    for (std::size_t i = 0; i < before.values.size(); ++i) {
      const SettingValue &was = before.values[i], &is = changes.now.values[i];
      if (was.value == is.value && was.is_default == is.is_default) continue;
      changes.before.emplace(was.info->name, was.value);
      changes.after.emplace(is.info->name, is.value);
    }
    RETURN_IF_FAILED(transaction.commit());
    return changes;
  };
  for (int tries = 1;; ++tries) {
    auto changes = once();
    if (changes || changes.error().kind != &platform::db::db_retry || tries == most_tries) return changes;
  }
}

}  // namespace

const std::string& SettingValues::text(std::string_view name) const {
  const auto found = std::ranges::find(values, name, [](const SettingValue& value) { return value.info->name; });
  if (found == values.end()) throw std::out_of_range("no setting is named " + std::string(name));
  return found->value;
}

std::int64_t SettingValues::integer(std::string_view name) const {
  const std::string& value = text(name);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size()) {
    throw std::logic_error("the setting " + std::string(name) + " is no whole number");
  }
  return number;
}

base::Result<SettingValues> SettingsService::read() {
  ASSIGN_OR_RETURN(const auto connection, main_.acquire());
  return read_all(*connection);
}

base::Result<SettingChanges> SettingsService::change(const std::map<std::string, std::string>& wanted,
                                                     const Changer& by, const std::optional<std::int64_t>& expected) {
  ASSIGN_OR_RETURN(const auto values, checked(wanted));
  return changed_by(main_, expected, [&](Connection& connection) -> base::Result<> {
    for (const auto& [name, value] : values) RETURN_IF_FAILED(store::put(connection, name, value, by));
    return {};
  });
}

base::Result<SettingChanges> SettingsService::reset(std::string_view name,
                                                    const std::optional<std::int64_t>& expected) {
  if (find_setting(name) == nullptr) return base::failure(unknown(name, setting_unknown));
  return changed_by(main_, expected, [&](Connection& connection) { return store::remove(connection, name); });
}

}  // namespace settings
