#include "domain/notifications/notification_views.h"

namespace notifications {

NotificationView view_of(const Notification& n) {
  const Kind* const kind = find_kind(n.kind);
  return {n.id,
          n.kind,
          kind == nullptr ? Severity::info : kind->severity,
          n.parameters,
          title_of(n.kind, n.parameters),
          message_of(n.kind, n.parameters),
          n.subject,
          n.subject.empty() ? std::string() : "/" + n.subject,
          n.read_at.has_value(),
          n.read_at,
          n.created_at};
}

PreferencesView view_of(const Preferences& preferences) {
  PreferencesView view{preferences.digest_minutes, std::string(to_string(preferences.language)), {}};
  for (const Kind& kind : all_kinds()) {
    const Channels& channels = preferences.kinds.at(std::string(kind.name));
    view.kinds.push_back({std::string(kind.name), kind.severity, channels.in_app, channels.email});
  }
  return view;
}

}  // namespace notifications
