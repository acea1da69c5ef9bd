#include "domain/notifications/notification_kinds.h"

#include <gmock/gmock.h>

#include <set>

#include "support/result_check.h"

namespace {

using notifications::Language;
using testing::HasSubstr;

std::set<std::string> places_in(const std::string& text) {
  std::set<std::string> places;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    places.insert(text.substr(open, text.find('}', open) - open + 1));
  }
  return places;
}

TEST(NotificationKinds, FillInWhatTheEventSays) {
  const notifications::Parameters parameters{{"supplier", "ACME"}, {"file_name", "a.csv"}, {"problem", "{broken}"}};
  EXPECT_EQ(notifications::title_of("import.failed", parameters), "Import of ACME failed");
  EXPECT_EQ(notifications::message_of("import.failed", parameters), "a.csv: {broken}");
  EXPECT_EQ(notifications::title_of("import.failed", parameters, Language::fr), "Échec de l'import de ACME");
}

TEST(NotificationKinds, StayReadableWhenSomethingIsMissing) {
  EXPECT_EQ(notifications::title_of("import.failed", {}), "Import of ? failed");
  EXPECT_EQ(notifications::title_of("of.another_release", {}), "of.another_release");
  EXPECT_EQ(notifications::message_of("of.another_release", {}), "");
}

TEST(NotificationKinds, SayTheSameInBothLanguages) {
  // Each place filled with its own name shows which places a text has.
  notifications::Parameters places;
  for (const char* name :
       {"supplier", "file_name", "rows_read", "created", "updated", "quarantined", "problem", "reason", "percent",
        "product", "stock", "threshold", "source", "url", "since", "count", "hours"}) {
    places[name] = "{" + std::string(name) + "}";
  }
  for (const auto& kind : notifications::all_kinds()) {
    const auto text_in = [&](Language language) {
      return notifications::title_of(kind.name, places, language) +
             notifications::message_of(kind.name, places, language);
    };
    EXPECT_EQ(places_in(text_in(Language::en)), places_in(text_in(Language::fr))) << kind.name;
    EXPECT_EQ(text_in(Language::en).find('?'), std::string::npos) << kind.name << " has a place nobody knows";
    EXPECT_NE(text_in(Language::en), text_in(Language::fr)) << kind.name;
  }
}

TEST(NotificationKinds, NameTheKnownOnesForAnUnknown) {
  const auto found = notifications::known_kind("import.exploded");
  ASSERT_EQ(test::code_of(found), "notification.kind_unknown");
  EXPECT_THAT(found.error().cure, HasSubstr("import.finished"));
}

}  // namespace
