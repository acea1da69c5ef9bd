#include "app/upkeep.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "app/source_schedules.h"
#include "platform/http/codec.h"

namespace app {
namespace {

constexpr std::uint64_t page_size = 200;
/// No import reads its file for longer than this before it is noted.
constexpr std::chrono::hours longest_import{7 * 24};

base::Result<std::set<base::Uuid>> known_suppliers(Services& services) {
  ASSIGN_OR_RETURN(const auto all, services.parts->suppliers.list());
  std::set<base::Uuid> ids;
  for (const suppliers::Supplier& one : all) ids.insert(one.id);
  return ids;
}

base::Result<> note(Services& services, const std::string& subject, std::string_view why) {
  return services.identity.audit().record({}, {"upkeep.remove", subject, "", std::string(why)});
}

base::Result<std::vector<suppliers::Source>> all_sources(Services& services) {
  std::vector<suppliers::Source> all;
  suppliers::SourceQuery query{.limit = page_size};
  do {
    ASSIGN_OR_RETURN(suppliers::SourcePage page, services.sources.list(query));
    std::ranges::move(page.sources, std::back_inserter(all));
    query.after = page.next;
  } while (query.after);
  return all;
}

base::Result<> remove_source(Services& services, const suppliers::Source& source) {
  const auto gone = services.sources.remove(source.id);
  if (!gone && gone.error().kind != &suppliers::source_unknown) return base::failure(gone.error());
  return note(services, "sources/" + source.id.to_string(), R"({"reason":"its supplier is gone"})");
}

base::Result<RepairedLinks> remove_what_suppliers_left(Services& services) {
  RepairedLinks removed;
  // What belongs to suppliers is read before the suppliers are: of a supplier that is being made, neither is removed.
  ASSIGN_OR_RETURN(const auto sources, all_sources(services));
  ASSIGN_OR_RETURN(const auto owners, services.parts->imports.suppliers_with_mappings());
  ASSIGN_OR_RETURN(const auto known, known_suppliers(services));
  for (const suppliers::Source& source : sources) {
    if (known.contains(source.supplier_id)) continue;
    RETURN_IF_FAILED(remove_source(services, source));
    ++removed.sources;
  }
  for (const base::Uuid owner : owners) {
    if (known.contains(owner)) continue;
    RETURN_IF_FAILED(services.parts->imports.remove_mappings_of(owner));
    ++removed.mappings;
  }
  return removed;
}

/// Whether a schedule fetches a source that is gone.
base::Result<bool> leads_nowhere(Services& services, const platform::queue::Schedule& schedule) {
  ASSIGN_OR_RETURN(const auto source, source_fetched_by(schedule));
  if (!source) return false;
  const auto found = services.sources.find(*source);
  if (found) return false;
  if (found.error().kind == &suppliers::source_unknown) return true;
  return base::failure(found.error());
}

base::Result<std::uint64_t> remove_schedules(Services& services) {
  std::uint64_t removed = 0;
  ASSIGN_OR_RETURN(const auto all, fetching_schedules(services.schedules));
  for (const platform::queue::Schedule& schedule : all) {
    ASSIGN_OR_RETURN(const bool is_orphan, leads_nowhere(services, schedule));
    if (!is_orphan) continue;
    RETURN_IF_FAILED(remove_schedule(services.schedules, schedule.id));
    RETURN_IF_FAILED(note(services, "schedules/" + schedule.id.to_string(), R"({"reason":"its source is gone"})"));
    ++removed;
  }
  return removed;
}

}  // namespace

base::Result<RepairedLinks> repair_links(Services& services) {
  ASSIGN_OR_RETURN(RepairedLinks repaired, remove_what_suppliers_left(services));
  ASSIGN_OR_RETURN(repaired.schedules, remove_schedules(services));
  ASSIGN_OR_RETURN(repaired.files,
                   services.parts->imports.remove_orphan_files(base::Timestamp::now() + -longest_import));
  return repaired;
}

}  // namespace app
