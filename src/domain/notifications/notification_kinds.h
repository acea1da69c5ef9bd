#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace notifications {

enum class Severity : std::uint8_t { info, success, warning, error };
enum class Language : std::uint8_t { en, fr };
std::string_view to_string(Language language);
/// "en" or "fr"; nothing for another.
std::optional<Language> parse_language(std::string_view code);

/// What a text names: {"supplier", "ACME"}.
using Parameters = std::map<std::string, std::string>;

/// Something people can be told, declared once. Programs and translations key on the name.
struct Kind {
  std::string_view name;  ///< "import.failed"
  Severity severity;
  std::string_view permission;  ///< who is told, unless an event names one person
  bool is_mailed;               ///< unless the user wants it otherwise
};

std::span<const Kind> all_kinds();
/// Null for a name that is none.
const Kind* find_kind(std::string_view name);
/// Fails with notification_kind_unknown, naming the known ones.
base::Result<const Kind*> known_kind(std::string_view name);

/// The texts of a kind with its parameters filled in; the name itself for a kind of another release.
std::string title_of(std::string_view kind, const Parameters& parameters, Language language = Language::en);
std::string message_of(std::string_view kind, const Parameters& parameters, Language language = Language::en);

inline constexpr base::ProblemKind notification_kind_unknown{"notification.kind_unknown",
                                                             "No such kind of notification", 422, base::LogLevel::info};

}  // namespace notifications
