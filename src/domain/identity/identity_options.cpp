#include "base/text.h"
#include "domain/identity/identity.h"
#include "platform/crypto/key_file.h"

namespace identity {
namespace {

/// The setting, or a secret made once for this installation.
base::Result<std::string> secret_of(const platform::config::Settings& settings, std::string_view name,
                                    std::string_view file) {
  if (const std::string& set = settings.value(name); !set.empty()) return set;
  return platform::crypto::secret_in(settings.data_dir / "keys" / file);
}

}  // namespace

base::Result<IdentityOptions> IdentityOptions::from(const platform::config::Settings& settings) {
  IdentityOptions options;
  ASSIGN_OR_RETURN(options.keys.secret, secret_of(settings, "SECRET_KEY", "secret.key"));
  ASSIGN_OR_RETURN(options.keys.token, secret_of(settings, "JWT_SECRET_KEY", "token.key"));
  options.keys.previous_secret = settings.value("SECRET_KEY_PREVIOUS");
  options.keys.previous_token = settings.value("JWT_SECRET_KEY_PREVIOUS");
  const std::string& addresses = settings.value("ADMIN_EMAILS");
  const auto first = base::trim(base::split(addresses, ',').front());
  if (!first.empty()) options.administrator_email = first;
  options.administrator_password = settings.value("ADMIN_PASSWORD");
  options.has_secure_cookies = settings.value("APP_URL").starts_with("https://");
  options.api_prefix = settings.value("API_V1_STR");
  options.logins.access_lifetime = std::chrono::minutes(std::stoll(settings.value("JWT_ACCESS_TOKEN_EXPIRE_MINUTES")));
  return options;
}

}  // namespace identity
