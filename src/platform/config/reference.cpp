#include <string>

#include "platform/config/setting_rule.h"
#include "platform/config/settings.h"

namespace platform::config {
namespace {

std::string_view type_name(SettingType type) {
  switch (type) {
    case SettingType::text:
      return "text";
    case SettingType::integer:
      return "whole number";
    case SettingType::boolean:
      return "true or false";
    case SettingType::real:
      return "number";
    case SettingType::seconds:
      return "seconds";
    case SettingType::path:
      return "path";
    case SettingType::url:
      return "URL";
    case SettingType::list:
      return "list";
    case SettingType::choice:
      break;
  }
  return "choice";
}

std::string rule_text(const SettingInfo& setting) {
  const bool names_words = setting.rule.find('|') != std::string_view::npos || setting.type == SettingType::choice;
  if (!names_words) return std::string(setting.rule);
  const std::string_view ending = setting.type == SettingType::choice ? "" : "://";
  std::string out;
  for (const std::string_view word : rule_words(setting.rule)) {
    if (!out.empty()) out += ", ";
    out.append("`").append(word).append(ending).append("`");
  }
  return out;
}

std::string code(std::string_view text) {
  return text.empty() ? "" : '`' + std::string(text) + '`';
}

}  // namespace

std::string reference_markdown() {
  std::string out =
      "# Settings\n\n"
      "Made from the settings table by `suppliers-import config reference > docs/configuration.md`.\n\n"
      "A setting is read from the environment variable of its name; else from the file that the variable `NAME_FILE`\n"
      "names (for secrets kept in files); else from `.env` in the working folder; else it has its default. A variable\n"
      "that is empty counts as not set. Every setting takes the `NAME_FILE` form. All settings are checked at start "
      "and\n"
      "all errors are reported together. `suppliers-import config check` shows the settings in force, secrets "
      "masked.\n\n"
      "Database URLs: `sqlite:///var/main.db` is a path relative to the working folder, `sqlite:////srv/data/main.db` "
      "an\n"
      "absolute one; `postgresql://user:password@host:5432/name` is PostgreSQL.\n\n"
      "| name | type | default | rule | secret | meaning |\n"
      "|---|---|---|---|---|---|\n";
  for (const SettingInfo& setting : setting_table()) {
    out.append("| ").append(code(setting.name)).append(" | ").append(type_name(setting.type));
    out.append(" | ").append(code(setting.default_value)).append(" | ").append(rule_text(setting));
    out.append(" | ").append(setting.secret ? "yes" : "").append(" | ").append(setting.help).append(" |\n");
  }
  return out;
}

}  // namespace platform::config
