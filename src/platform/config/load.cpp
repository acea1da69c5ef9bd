#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "base/text.h"
#include "platform/config/dot_env.h"
#include "platform/config/nearest_name.h"
#include "platform/config/secrets.h"
#include "platform/config/setting_rule.h"
#include "platform/config/settings.h"
#include "platform/config/text_file.h"

namespace platform::config {
namespace {

constexpr std::string_view file_suffix = "_FILE";

// "/data/" -> "/data", "./var" -> "var": what stands for {DATA_DIR} in a URL.
std::string folder_in_url(const std::string& data_dir) {
  std::string folder = std::filesystem::path(data_dir).lexically_normal().generic_string();
  if (folder.ends_with('/')) folder.pop_back();
  return folder;
}

class Loader {
 public:
  Loader(const Lookup& environment, const std::filesystem::path& dot_env)
      : environment_(environment), dot_env_(read_dot_env(dot_env)), errors_(dot_env_.errors) {}

  base::Result<Loaded> load() {
    for (const SettingInfo& setting : setting_table()) add(setting);
    if (loaded_.settings.value("ENVIRONMENT") == "production") check_for_production();
    if (!errors_.empty()) return base::failure(problem());
    show();
    warn_of_unknown_names();
    return std::move(loaded_);
  }

 private:
  struct Found {
    std::string value;
    SettingSource source = SettingSource::default_value;
  };

  // An empty variable counts as not set: Compose files pass variables on that way.
  std::optional<Found> look_up(const std::string& name) {
    const std::string file_name = name + std::string(file_suffix);
    if (auto value = environment_(name); value && !value->empty()) return Found{*value, SettingSource::environment};
    if (auto file = environment_(file_name); file && !file->empty()) return from_file(file_name, *file);
    if (const auto* value = dot_env_.find(name); value && !value->empty()) return Found{*value, SettingSource::dot_env};
    if (const auto* file = dot_env_.find(file_name); file && !file->empty()) return from_file(file_name, *file);
    return std::nullopt;
  }

  std::optional<Found> from_file(const std::string& name, const std::string& file) {
    const auto text = read_text_file(file);
    if (!text) {
      fail(name, name + " names the file " + file + ", which cannot be read.");
      return std::nullopt;
    }
    // Editors end a file with a line break, which is no part of a secret.
    return Found{text->substr(0, text->find_last_not_of("\r\n") + 1), SettingSource::file};
  }

  void add(const SettingInfo& setting) {
    const std::string name(setting.name);
    const auto found = look_up(name);
    const bool is_set = found && !found->value.empty();
    const std::string raw = is_set ? found->value : default_of(setting);
    // Blanks around a secret may be part of it; around anything else they are slips.
    const auto checked = check_value(setting, setting.secret ? std::string_view(raw) : base::trim(raw));
    if (!checked.error.empty())
      fail(name, name + " is " + quoted(setting, raw) + " but must be " + checked.error + '.');
    loaded_.settings.values.emplace_back(name, checked.error.empty() ? checked.value : default_of(setting));
    loaded_.report.push_back({&setting, {}, is_set ? found->source : SettingSource::default_value});
  }

  std::string default_of(const SettingInfo& setting) const {
    constexpr std::string_view data_dir = "{DATA_DIR}";
    std::string value(setting.default_value);
    if (const std::size_t at = value.find(data_dir); at != std::string::npos)
      value.replace(at, data_dir.size(), folder_in_url(loaded_.settings.value("DATA_DIR")));
    return value;
  }

  static std::string shown(const SettingInfo& setting, const std::string& value) {
    return setting.secret ? mask_secret(value) : mask_url(value);
  }

  static std::string quoted(const SettingInfo& setting, const std::string& value) {
    return '"' + shown(setting, value) + '"';
  }

  void check_for_production() {
    for (std::size_t i = 0; i < setting_table().size(); ++i) {
      const auto& [name, value] = loaded_.settings.values[i];
      if (const auto objection = production_objection(setting_table()[i], value))
        fail(name, name + ' ' + *objection + '.');
    }
  }

  void fail(const std::string& name, std::string sentence) {
    if (first_name_.empty()) first_name_ = name;
    errors_.push_back(std::move(sentence));
  }

  base::Problem problem() const {
    base::Place place;
    place.field = first_name_;
    std::string message =
        errors_.size() == 1 ? "1 setting is not valid:" : std::to_string(errors_.size()) + " settings are not valid:";
    for (const std::string& error : errors_) message.append("\n- ").append(error);
    return {&config_invalid, std::move(message),
            "Correct them in the environment or in .env; docs/configuration.md explains each one.", std::move(place)};
  }

  void show() {
    for (std::size_t i = 0; i < loaded_.report.size(); ++i)
      loaded_.report[i].shown = shown(*loaded_.report[i].info, loaded_.settings.values[i].second);
  }

  void warn_of_unknown_names() {
    for (const DotEnvEntry& entry : dot_env_.entries) {
      if (is_setting_name(entry.name)) continue;
      std::string warning =
          ".env, line " + std::to_string(entry.line) + ": " + entry.name + " is not a setting and is not read.";
      if (const auto nearest = nearest_setting_name(entry.name)) warning += " Did you mean " + *nearest + '?';
      loaded_.warnings.push_back(std::move(warning));
    }
  }

  const Lookup& environment_;
  DotEnv dot_env_;
  std::vector<std::string> errors_;
  std::string first_name_;
  Loaded loaded_;
};

// The typed members, from values that were checked.
void fill_members(Settings& settings) {
  const auto whole = [&](std::string_view name) { return std::stoll(settings.value(name)); };
  const auto size = [&](std::string_view name) { return static_cast<std::size_t>(whole(name)); };
  settings.main.url = settings.value("DATABASE_URL");
  settings.catalog = {settings.value("DB_CATALOG_URL"), size("CATALOG_POOL_SIZE")};
  settings.imports = {settings.value("DB_IMPORTS_URL"), size("IMPORTS_POOL_SIZE")};
  settings.media = {settings.value("DB_MEDIA_URL"), size("MEDIA_POOL_SIZE")};
  settings.code2asin = {settings.value("DB_CODE2ASIN_URL"), size("CODE2ASIN_POOL_SIZE")};
  settings.analytics = {settings.value("DB_ANALYTICS_URL"), size("ANALYTICS_POOL_SIZE")};
  settings.pool_timeout = std::chrono::seconds(whole("DATABASE_POOL_TIMEOUT"));
  settings.pool_recycle = std::chrono::seconds(whole("DATABASE_POOL_RECYCLE"));
  settings.data_dir = settings.value("DATA_DIR");
  settings.environment = settings.value("ENVIRONMENT");
  settings.log_level = settings.value("LOG_LEVEL");
  settings.debug = settings.value("DEBUG") == "true";
}

}  // namespace

const std::string& Settings::value(std::string_view name) const {
  const auto found = std::ranges::find(values, name, [](const auto& pair) { return std::string_view(pair.first); });
  if (found == values.end()) throw std::out_of_range("no setting is named " + std::string(name));
  return found->second;
}

base::Result<Loaded> load(const Lookup& environment, const std::filesystem::path& dot_env) {
  auto loaded = Loader(environment, dot_env).load();
  if (loaded) fill_members(loaded->settings);
  return loaded;
}

Lookup process_environment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* const value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  };
}

}  // namespace platform::config
