#include "domain/settings/settings_routes.h"

#include <fmt/format.h>

#include "platform/http/conditional.h"

namespace settings {

namespace http = platform::http;
using http::Request;

struct HelpView {
  std::string en, fr;
};
BOOST_DESCRIBE_STRUCT(HelpView, (), (en, fr))

struct SettingView {
  std::string name, type, value, default_value, rule, unit;
  bool is_default = true;
  std::optional<std::string> changed_by;
  std::optional<base::Timestamp> changed_at;
  HelpView help;
};
BOOST_DESCRIBE_STRUCT(SettingView, (),
                      (name, type, value, default_value, rule, unit, is_default, changed_by, changed_at, help))

struct SettingListView {
  std::vector<SettingView> items;
};
BOOST_DESCRIBE_STRUCT(SettingListView, (), (items))

/// Numbers may be given as numbers or as text.
struct SettingsInput {
  std::map<std::string, boost::json::value> values;
};
BOOST_DESCRIBE_STRUCT(SettingsInput, (), (values))

struct EnvironmentView {
  std::string name, value, source, help;
  bool is_secret = false;
};
BOOST_DESCRIBE_STRUCT(EnvironmentView, (), (name, value, source, help, is_secret))

struct EnvironmentListView {
  std::vector<EnvironmentView> items;
};
BOOST_DESCRIBE_STRUCT(EnvironmentListView, (), (items))

namespace {

using SettingsAnswer = http::Answer<SettingListView>;

std::string type_name(SettingType type) {
  switch (type) {
    case SettingType::integer:
      return "integer";
    case SettingType::decimal:
      return "decimal";
    case SettingType::choice:
      return "choice";
    case SettingType::currency:
      return "currency";
    case SettingType::time_zone:
      break;
  }
  return "time_zone";
}

std::string source_name(platform::config::SettingSource source) {
  using platform::config::SettingSource;
  switch (source) {
    case SettingSource::default_value:
      return "default";
    case SettingSource::environment:
      return "environment";
    case SettingSource::file:
      return "file";
    case SettingSource::dot_env:
      break;
  }
  return ".env";
}

std::string etag_of(const SettingValues& values) {
  return http::etag_of("settings " + std::to_string(values.version));
}

SettingsAnswer answer_of(const SettingValues& values) {
  SettingListView view;
  for (const SettingValue& one : values.values) {
    const SettingInfo& info = *one.info;
    SettingView& item = view.items.emplace_back();
    item.name = info.name;
    item.type = type_name(info.type);
    item.value = one.value;
    item.default_value = info.default_value;
    item.rule = rule_of(info);
    item.unit = info.unit;
    item.is_default = one.is_default;
    if (!one.is_default) item.changed_by = one.changed_by;
    item.changed_at = one.changed_at;
    item.help = {std::string(info.english), std::string(info.french)};
  }
  return {std::move(view), 0, {{"ETag", etag_of(values)}}};
}

/// The version the caller has seen, when the write is conditional; fails when it is not the present one.
base::Result<std::optional<std::int64_t>> expected_version(const SettingsRouteParts& parts, const Request& request) {
  if (request.header("if-match").empty()) return std::optional<std::int64_t>{};
  ASSIGN_OR_RETURN(const SettingValues values, parts.settings.read());
  RETURN_IF_FAILED(http::check_if_match(request, etag_of(values)));
  return std::optional(values.version);
}

Changer changer_of(const Request& request) {
  return request.caller ? Changer{request.caller->user_id, request.caller->name} : Changer{{}, "anonymous"};
}

void note(const SettingsRouteParts& parts, const Request& request, std::string_view action, std::string_view subject,
          const SettingChanges& changes) {
  if (!parts.audit || changes.after.empty()) return;
  parts.audit(request, action, subject, http::to_json(changes.before), http::to_json(changes.after));
}

std::string text_of(const boost::json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  // As people write numbers: not 5.5E0.
  return value.is_double() ? fmt::format("{:.10g}", value.get_double()) : boost::json::serialize(value);
}

base::Result<SettingsAnswer> change(const SettingsRouteParts& parts, const Request& request,
                                    const SettingsInput& input) {
  std::map<std::string, std::string> wanted;
  for (const auto& [name, value] : input.values) wanted.emplace(name, text_of(value));
  ASSIGN_OR_RETURN(const auto expected, expected_version(parts, request));
  ASSIGN_OR_RETURN(const SettingChanges changes, parts.settings.change(wanted, changer_of(request), expected));
  note(parts, request, "settings.changed", "settings", changes);
  return answer_of(changes.now);
}

base::Result<SettingsAnswer> reset(const SettingsRouteParts& parts, const Request& request) {
  const std::string_view name = request.parameter("name");
  ASSIGN_OR_RETURN(const auto expected, expected_version(parts, request));
  ASSIGN_OR_RETURN(const SettingChanges changes, parts.settings.reset(name, expected));
  note(parts, request, "settings.reset", "setting:" + std::string(name), changes);
  return answer_of(changes.now);
}

EnvironmentListView environment_view(const std::vector<platform::config::SettingReport>& environment) {
  EnvironmentListView view;
  for (const platform::config::SettingReport& one : environment) {
    view.items.push_back({std::string(one.info->name), one.shown, source_name(one.source), std::string(one.info->help),
                          one.info->secret});
  }
  return view;
}

}  // namespace

http::RouteTable settings_routes(const SettingsRouteParts& parts) {
  constexpr const char* permission = "admin.settings";
  http::RouteTable table;
  table.push_back(http::get("/settings", "list_settings", "settings",
                            "Settings that can be changed while the program runs, with their rules")
                      .permission(permission)
                      .answers([parts](const Request&) -> base::Result<SettingsAnswer> {
                        ASSIGN_OR_RETURN(const SettingValues values, parts.settings.read());
                        return answer_of(values);
                      }));
  table.push_back(http::patch("/settings", "change_settings", "settings", "Change settings, all of them or none")
                      .permission(permission)
                      .problems({&settings_invalid, &settings_changed, &http::precondition_failed})
                      .accepts<SettingsInput>([parts](const Request& request, const SettingsInput& input) {
                        return change(parts, request, input);
                      }));
  table.push_back(http::get("/settings/environment", "list_environment", "settings",
                            "What this process was started with, secrets masked")
                      .permission(permission)
                      .answers([parts](const Request&) -> base::Result<EnvironmentListView> {
                        return environment_view(parts.environment);
                      }));
  table.push_back(http::del("/settings/{name}", "reset_setting", "settings", "Give a setting its default again")
                      .permission(permission)
                      .problems({&setting_unknown, &settings_changed, &http::precondition_failed})
                      .answers([parts](const Request& request) { return reset(parts, request); }));
  return table;
}

}  // namespace settings
