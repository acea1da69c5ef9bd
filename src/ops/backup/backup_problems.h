#pragma once

#include "base/problem.h"

namespace backup {

inline constexpr base::ProblemKind settings_invalid{"backup.settings_invalid", "Backup settings are not valid", 422,
                                                    base::LogLevel::error};
inline constexpr base::ProblemKind already_running{"backup.already_running", "Another backup is under way", 409,
                                                   base::LogLevel::info};
inline constexpr base::ProblemKind tool_missing{"backup.tool_missing", "A PostgreSQL program is missing", 500,
                                                base::LogLevel::error};
inline constexpr base::ProblemKind tool_failed{"backup.tool_failed", "A PostgreSQL program failed", 500,
                                               base::LogLevel::error};
inline constexpr base::ProblemKind no_room{"backup.no_room", "No room left for the backup", 507, base::LogLevel::error};
inline constexpr base::ProblemKind unknown{"backup.unknown", "No such backup", 404, base::LogLevel::info};
inline constexpr base::ProblemKind damaged{"backup.damaged", "Backup is damaged", 500, base::LogLevel::error};
inline constexpr base::ProblemKind key_missing{"backup.key_missing", "Backup cannot be opened with this key", 422,
                                               base::LogLevel::error};
inline constexpr base::ProblemKind newer{"backup.newer", "Backup was made by a newer program", 422,
                                         base::LogLevel::error};
inline constexpr base::ProblemKind other_engine{"backup.other_engine", "Backup is of another kind of database", 422,
                                                base::LogLevel::error};
inline constexpr base::ProblemKind differs{"backup.differs", "Restored data differs from the backup", 500,
                                           base::LogLevel::error};
inline constexpr base::ProblemKind not_confirmed{"backup.not_confirmed", "Restoring was not confirmed", 409,
                                                 base::LogLevel::info};
inline constexpr base::ProblemKind site_at_work{"backup.site_at_work", "The installation is at work", 409,
                                                base::LogLevel::info};
inline constexpr base::ProblemKind table_unknown{"backup.table_unknown", "No such table in the backup", 404,
                                                 base::LogLevel::info};
inline constexpr base::ProblemKind place_taken{"backup.place_taken", "Something is there already", 409,
                                               base::LogLevel::info};

}  // namespace backup
