#include "domain/identity/permissions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "domain/identity/users.h"
#include "support/result_check.h"

namespace {

using identity::permission_table;
using identity::permissions_of;
using identity::PermissionSet;
using identity::Role;
using test::code_of;
using test::must;
using testing::ElementsAre;

TEST(Permissions, AreTheTwentyNineOfThePlan) {
  std::set<std::string_view> names;
  for (const auto& permission : permission_table()) {
    EXPECT_TRUE(names.insert(permission.name).second) << permission.name;
    EXPECT_FALSE(permission.meaning.empty()) << permission.name;
  }
  const std::set<std::string_view> planned{
      "products.read",    "products.write",   "products.delete",  "products.import",    "products.export",
      "products.bulk",    "suppliers.read",   "suppliers.write",  "suppliers.delete",   "suppliers.config",
      "imports.read",     "imports.write",    "imports.delete",   "imports.start",      "imports.cancel",
      "imports.schedule", "admin.access",     "admin.users",      "admin.settings",     "admin.logs",
      "admin.metrics",    "analytics.read",   "analytics.export", "analytics.advanced", "cache.read",
      "cache.manage",     "cache.invalidate", "monitoring.read",  "monitoring.system"};
  EXPECT_EQ(names, planned);
}

TEST(PermissionSet, ReadsAndWritesNames) {
  const auto set = must(PermissionSet::of({"suppliers.read", "products.read"}));
  EXPECT_THAT(set.names(), ElementsAre("products.read", "suppliers.read"));
  EXPECT_EQ(PermissionSet::of_stored(set.stored()), set);
  EXPECT_TRUE(set.has("products.read"));
  EXPECT_FALSE(set.has("products.write"));
  EXPECT_FALSE(set.has("products"));
}

TEST(PermissionSet, NamesTheWordThatIsNoPermission) {
  const auto set = PermissionSet::of({"products.read", "products.fly"});
  ASSERT_EQ(code_of(set), "identity.permission_unknown");
  EXPECT_NE(set.error().message.find("products.fly"), std::string::npos);
}

TEST(PermissionSet, LeavesOutStoredNamesOfANewerRelease) {
  EXPECT_THAT(PermissionSet::of_stored("products.read robots.command").names(), ElementsAre("products.read"));
  EXPECT_TRUE(PermissionSet::of_stored("").is_empty());
}

TEST(PermissionSet, NamesAreSortedAsCallersNeedThem) {
  const auto names = PermissionSet::all().names();
  EXPECT_TRUE(std::ranges::is_sorted(names));
  EXPECT_EQ(names.size(), identity::permission_count);
}

TEST(Roles, AllowLessFromAdminToUser) {
  EXPECT_EQ(permissions_of(Role::admin), PermissionSet::all());
  EXPECT_TRUE(permissions_of(Role::manager).is_within(permissions_of(Role::admin)));
  EXPECT_TRUE(permissions_of(Role::user).is_within(permissions_of(Role::manager)));
  for (const Role role : {Role::manager, Role::user, Role::api_client}) {
    for (const char* name : {"admin.access", "admin.users", "admin.settings", "admin.logs", "admin.metrics"}) {
      EXPECT_FALSE(permissions_of(role).has(name)) << to_string(role) << ' ' << name;
    }
  }
  EXPECT_FALSE(permissions_of(Role::user).has("products.delete"));
}

TEST(Roles, AreFoundByName) {
  for (const Role role : identity::all_roles) EXPECT_EQ(must(identity::role_of(to_string(role))), role);
  EXPECT_EQ(code_of(identity::role_of("Admin")), "identity.role_unknown");
}

TEST(User, MayDoMoreByGrantAndLessByDenial) {
  identity::User user;
  user.role = Role::user;
  user.granted = must(PermissionSet::of({"products.bulk", "products.delete"}));
  user.denied = must(PermissionSet::of({"products.delete", "products.export"}));
  EXPECT_TRUE(user.permissions().has("products.bulk"));
  EXPECT_FALSE(user.permissions().has("products.delete")) << "a denial outranks a grant";
  EXPECT_FALSE(user.permissions().has("products.export"));
  EXPECT_TRUE(user.permissions().has("products.read"));
}

}  // namespace
