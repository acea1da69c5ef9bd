#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace identity {

struct PermissionInfo {
  std::string_view name;  ///< "products.read"
  std::string_view meaning;
};

inline constexpr std::size_t permission_count = 29;

/// Everything that may be allowed, in the order shown to people.
const std::array<PermissionInfo, permission_count>& permission_table();

/// A set of permissions, one bit each, in the table's order.
class PermissionSet {
 public:
  PermissionSet() = default;
  static PermissionSet all();
  /// Fails with permission_unknown, naming the word.
  static base::Result<PermissionSet> of(const std::vector<std::string>& names);
  /// Of names with blanks between them, as the database keeps them; unknown ones (of a newer release) are left out.
  static PermissionSet of_stored(std::string_view names);

  /// Names, sorted.
  std::vector<std::string> names() const;
  std::string stored() const;

  bool has(std::string_view name) const;
  /// False when the name is no permission.
  bool add(std::string_view name);
  bool is_empty() const { return bits_.none(); }
  bool is_within(const PermissionSet& other) const { return (bits_ & ~other.bits_).none(); }

  friend PermissionSet operator|(PermissionSet a, const PermissionSet& b) {
    a.bits_ |= b.bits_;
    return a;
  }
  friend PermissionSet operator&(PermissionSet a, const PermissionSet& b) {
    a.bits_ &= b.bits_;
    return a;
  }
  friend PermissionSet operator-(PermissionSet a, const PermissionSet& b) {
    a.bits_ &= ~b.bits_;
    return a;
  }
  bool operator==(const PermissionSet&) const = default;

 private:
  std::bitset<permission_count> bits_;
};

enum class Role : std::uint8_t { admin, manager, user, api_client };
inline constexpr std::array<Role, 4> all_roles{Role::admin, Role::manager, Role::user, Role::api_client};

std::string_view to_string(Role role);
/// Fails with role_unknown.
base::Result<Role> role_of(std::string_view name);
/// What the role allows by itself.
const PermissionSet& permissions_of(Role role);

inline constexpr base::ProblemKind permission_unknown{"identity.permission_unknown", "No such permission", 422,
                                                      base::LogLevel::info};
inline constexpr base::ProblemKind role_unknown{"identity.role_unknown", "No such role", 422, base::LogLevel::info};

}  // namespace identity
