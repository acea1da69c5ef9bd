#include "domain/identity/permissions.h"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

#include "base/text.h"

namespace identity {
namespace {

std::optional<std::size_t> index_of(std::string_view name) {
  const auto& table = permission_table();
  const auto found = std::ranges::find(table, name, &PermissionInfo::name);
  if (found == table.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.begin());
}

PermissionSet set_of(std::initializer_list<std::string_view> names) {
  PermissionSet set;
  for (const auto name : names) {
    if (!set.add(name)) throw std::logic_error("no permission is named " + std::string(name));
  }
  return set;
}

/// All permissions of the subjects: "products" gives products.read, products.write...
PermissionSet subjects(std::initializer_list<std::string_view> names) {
  PermissionSet set;
  for (const PermissionInfo& permission : permission_table()) {
    const auto subject = permission.name.substr(0, permission.name.find('.'));
    if (std::ranges::find(names, subject) != names.end()) set.add(permission.name);
  }
  return set;
}

}  // namespace

const std::array<PermissionInfo, permission_count>& permission_table() {
  static constexpr std::array<PermissionInfo, permission_count> table{{
      {"products.read", "See products, offers, prices and stocks."},
      {"products.write", "Change products by hand."},
      {"products.delete", "Remove products."},
      {"products.import", "Bring products in from a file."},
      {"products.export", "Take products out into a file."},
      {"products.bulk", "Change many products at once."},
      {"suppliers.read", "See suppliers."},
      {"suppliers.write", "Add and change suppliers."},
      {"suppliers.delete", "Remove suppliers."},
      {"suppliers.config", "Set up sources and mappings of suppliers."},
      {"imports.read", "See imports, their reports and errors."},
      {"imports.write", "Upload files and correct rows."},
      {"imports.delete", "Remove imports."},
      {"imports.start", "Start and resume imports."},
      {"imports.cancel", "Stop running imports."},
      {"imports.schedule", "Plan imports that start by themselves."},
      {"admin.access", "Open the administration pages."},
      {"admin.users", "Manage users and what they may do."},
      {"admin.settings", "Change settings."},
      {"admin.logs", "Read logs and the audit trail."},
      {"admin.metrics", "Read metrics of the installation."},
      {"analytics.read", "See dashboards and reports."},
      {"analytics.export", "Take reports out into a file."},
      {"analytics.advanced", "Build own reports."},
      {"cache.read", "See the state of the cache."},
      {"cache.manage", "Change what the cache keeps."},
      {"cache.invalidate", "Empty the cache."},
      {"monitoring.read", "See jobs, workers and health."},
      {"monitoring.system", "See details of the machine and its services."},
  }};
  return table;
}

PermissionSet PermissionSet::all() {
  PermissionSet set;
  set.bits_.set();
  return set;
}

base::Result<PermissionSet> PermissionSet::of(const std::vector<std::string>& names) {
  PermissionSet set;
  for (const std::string& name : names) {
    if (!set.add(name)) {
      return base::failure(permission_unknown, "There is no permission \"" + name + "\".",
                           "GET /permissions lists them all.");
    }
  }
  return set;
}

PermissionSet PermissionSet::of_stored(std::string_view names) {
  PermissionSet set;
  for (const auto name : base::split(names, ' ')) set.add(name);
  return set;
}

std::vector<std::string> PermissionSet::names() const {
  std::vector<std::string> names;
  names.reserve(bits_.count());
  for (std::size_t i = 0; i < permission_count; ++i) {
    if (bits_.test(i)) names.emplace_back(permission_table()[i].name);
  }
  std::ranges::sort(names);
  return names;
}

std::string PermissionSet::stored() const {
  return base::join(names(), " ");
}

bool PermissionSet::has(std::string_view name) const {
  const auto index = index_of(name);
  return index && bits_.test(*index);
}

bool PermissionSet::add(std::string_view name) {
  const auto index = index_of(name);
  if (index) bits_.set(*index);
  return index.has_value();
}

std::string_view to_string(Role role) {
  switch (role) {
    case Role::admin:
      return "admin";
    case Role::manager:
      return "manager";
    case Role::user:
      return "user";
    case Role::api_client:
      return "api_client";
  }
  throw std::logic_error("a role without a name");
}

base::Result<Role> role_of(std::string_view name) {
  for (const Role role : all_roles) {
    if (to_string(role) == name) return role;
  }
  return base::failure(role_unknown, "There is no role \"" + std::string(name) + "\".",
                       "Use admin, manager, user or api_client.");
}

const PermissionSet& permissions_of(Role role) {
  static const PermissionSet admin = PermissionSet::all();
  static const PermissionSet manager =
      subjects({"products", "suppliers", "imports", "analytics"}) | set_of({"cache.read", "monitoring.read"});
  static const PermissionSet user = set_of({"products.read", "products.write", "products.export", "suppliers.read",
                                            "imports.read", "imports.write", "imports.start", "analytics.read"});
  static const PermissionSet api_client =
      set_of({"products.read", "products.write", "products.import", "products.export", "products.bulk",
              "suppliers.read", "imports.read", "imports.write", "imports.start", "imports.cancel", "analytics.read"});
  switch (role) {
    case Role::admin:
      return admin;
    case Role::manager:
      return manager;
    case Role::user:
      return user;
    case Role::api_client:
      return api_client;
  }
  throw std::logic_error("a role without permissions");
}

}  // namespace identity
