#include "domain/notifications/notifications.h"
#include "domain/notifications/preferences_store.h"
#include "platform/db/transaction.h"

namespace notifications {
namespace {

tl::unexpected<base::Problem> invalid(std::string message, std::string cure, std::string field) {
  return base::failure(preferences_invalid, std::move(message), std::move(cure), {.field = std::move(field)});
}

base::Result<> apply_settings(Preferences& preferences, const PreferencesChange& change) {
  constexpr std::int64_t longest_window = 1'440;
  if (change.digest_minutes) {
    if (*change.digest_minutes < 1 || *change.digest_minutes > longest_window) {
      return invalid("A mail cannot hold the news of " + std::to_string(*change.digest_minutes) + " minutes.",
                     "Give a number of minutes from 1 to 1440.", "digest_minutes");
    }
    preferences.digest_minutes = static_cast<int>(*change.digest_minutes);
  }
  if (change.language) {
    const auto language = parse_language(*change.language);
    if (!language)
      return invalid("There are no texts in the language \"" + *change.language + "\".", "Give en or fr.", "language");
    preferences.language = *language;
  }
  return {};
}

}  // namespace

base::Result<Preferences> NotificationService::preferences(base::Uuid user_id) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  return store::preferences(*connection, user_id);
}

base::Result<Preferences> NotificationService::change_preferences(base::Uuid user_id, const PreferencesChange& change) {
  ASSIGN_OR_RETURN(const auto connection, database_.acquire());
  ASSIGN_OR_RETURN(auto transaction, platform::db::Transaction::begin(*connection));
  ASSIGN_OR_RETURN(Preferences preferences, store::preferences(*connection, user_id));
  RETURN_IF_FAILED(apply_settings(preferences, change));
  if (change.digest_minutes || change.language) {
    RETURN_IF_FAILED(store::write_settings(*connection, user_id, preferences));
  }
  for (const auto& [name, wanted] : change.kinds) {
    RETURN_IF_FAILED(known_kind(name));
    Channels& channels = preferences.kinds.at(name);
    channels = {wanted.in_app.value_or(channels.in_app), wanted.email.value_or(channels.email)};
    RETURN_IF_FAILED(store::write_channels(*connection, user_id, name, channels));
  }
  RETURN_IF_FAILED(transaction.commit());
  return preferences;
}

}  // namespace notifications
