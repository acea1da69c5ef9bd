#include "ops/checks/first_settings.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/text.h"
#include "ops/checks/private_file.h"
#include "platform/config/dot_env.h"
#include "platform/config/settings.h"
#include "platform/config/text_file.h"
#include "platform/crypto/random.h"

namespace ops {
namespace {

using platform::config::SettingInfo;

constexpr std::size_t secret_letters = 52;  // 260 bits
constexpr std::string_view file_suffix = "_FILE";

struct Value {
  std::string text;
  bool is_secret = false;
};
/// What the file says beyond the defaults, by name.
using Values = std::map<std::string, Value, std::less<>>;

/// One half of a pair of keys, which whoever runs that service gives.
bool is_given(std::string_view name) {
  constexpr std::string_view end = "SECRET_KEY";
  if (!name.ends_with(end)) return false;
  const std::string other = std::string(name.substr(0, name.size() - end.size())) + "ACCESS_KEY";
  return std::ranges::find(platform::config::setting_table(), other, &SettingInfo::name) !=
         platform::config::setting_table().end();
}

bool is_generated(const SettingInfo& setting) {
  return setting.secret && setting.rule.find("at least") != std::string_view::npos &&
         !setting.name.ends_with("_PREVIOUS") && !is_given(setting.name);
}

base::Result<> check_domain(const std::string& domain) {
  const bool is_name = !domain.starts_with('.') && !domain.ends_with('.') && !domain.starts_with('-') &&
                       domain.size() <= 253 && std::ranges::all_of(domain, [](char c) {
                         return (c >= 'a' && c <= 'z') || base::is_digit(c) || c == '.' || c == '-';
                       });
  if (is_name) return {};
  return base::failure(domain_invalid, "\"" + domain + "\" is not a domain name.",
                       "Give the name alone, in lower case, such as --domain shop.example.");
}

void add_domain(Values& values, const std::string& domain) {
  const std::string site = "https://" + domain;
  values["ENVIRONMENT"] = {"production"};
  values["APP_URL"] = {site};
  values["ALLOWED_ORIGINS"] = {site};
  values["NEXT_PUBLIC_API_URL"] = {"https://api." + domain};
  values["MINIO_PUBLIC_URL"] = {"https://storage." + domain};
  values["ADMIN_EMAILS"] = {"admin@" + domain};
  values["FROM_EMAIL"] = {"no-reply@" + domain};
}

std::filesystem::path secret_file(const FirstSettingsOptions& options, const std::string& name) {
  return std::filesystem::absolute(options.secrets_dir) / base::to_lower_ascii(name);
}

/// The secret of an earlier run that ended before its end, else a new one.
Value secret(const FirstSettingsOptions& options, const std::string& name) {
  std::optional<std::string> earlier;
  if (!options.secrets_dir.empty()) earlier = platform::config::read_text_file(secret_file(options, name));
  if (earlier) earlier->erase(earlier->find_last_not_of("\r\n") + 1);  // as it is read when the program starts
  return {earlier && !earlier->empty() ? *earlier : platform::crypto::random_letters(secret_letters), true};
}

Values values_of(const FirstSettingsOptions& options) {
  Values values;
  for (const std::string& name : generated_settings()) values[name] = secret(options, name);
  if (!options.domain.empty()) add_domain(values, options.domain);
  return values;
}

std::string line_of(const FirstSettingsOptions& options, const std::string& name, const Value& value) {
  if (!value.is_secret || options.secrets_dir.empty()) return name + "=" + value.text + "\n";
  return name + std::string(file_suffix) + "=\"" + secret_file(options, name).string() + "\"\n";
}

/// Every setting of the table with its meaning; those without a value of their own as comments.
std::string text_of(const FirstSettingsOptions& options, const Values& values) {
  std::string text =
      "# Settings of this installation. A line that begins with # has no effect; the value shown there is the "
      "default.\n";
  for (const SettingInfo& setting : platform::config::setting_table()) {
    text.append("\n# ").append(setting.help).append("\n");
    const auto found = values.find(setting.name);
    if (found == values.end()) {
      text.append("#").append(setting.name).append("=").append(setting.default_value).append("\n");
      continue;
    }
    text += line_of(options, found->first, found->second);
  }
  return text;
}

/// What a file that was there before does not say.
std::vector<std::string> missing_in(const std::filesystem::path& file, const Values& values) {
  const auto present = platform::config::read_dot_env(file);
  std::vector<std::string> missing;
  for (const auto& [name, value] : values) {
    const std::string* const text = present.find(name);
    const std::string* const named = present.find(name + std::string(file_suffix));
    if ((text == nullptr || text->empty()) && (named == nullptr || named->empty())) missing.push_back(name);
  }
  return missing;
}

}  // namespace

std::vector<std::string> generated_settings() {
  std::vector<std::string> names;
  for (const SettingInfo& setting : platform::config::setting_table()) {
    if (is_generated(setting)) names.emplace_back(setting.name);
  }
  return names;
}

base::Result<FirstSettings> write_first_settings(const FirstSettingsOptions& options) {
  if (!options.domain.empty()) RETURN_IF_FAILED(check_domain(options.domain));
  const Values values = values_of(options);
  FirstSettings made;
  std::error_code ignored;  // writing tells what is wrong with the folder
  if (std::filesystem::exists(options.file, ignored)) {
    made.kept.push_back(options.file);
    made.missing = missing_in(options.file, values);
    return made;
  }
  // Secrets first: once the file of settings is there, what it names is there, too.
  for (const auto& [name, value] : values) {
    if (options.secrets_dir.empty() || !value.is_secret) continue;
    const std::filesystem::path file = secret_file(options, name);
    const auto written = write_private_file(file, value.text);
    if (!written && written.error().kind != &file_exists) return base::failure(written.error());
    (written ? made.written : made.kept).push_back(file);
  }
  RETURN_IF_FAILED(write_private_file(options.file, text_of(options, values)));
  made.written.push_back(options.file);
  return made;
}

}  // namespace ops
