#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace base {

/// A UUID (RFC 9562), 16 bytes in network order. Ours are version 7: they sort by creation time, so index inserts stay
/// local on both database engines.
class Uuid {
 public:
  constexpr Uuid() = default;
  constexpr explicit Uuid(const std::array<std::uint8_t, 16>& bytes) : bytes_(bytes) {}

  /// A new version 7 UUID; strictly increasing within one thread.
  static Uuid generate();

  /// Reads the 36-character form, any case; nothing when it is anything else.
  static std::optional<Uuid> parse(std::string_view text);

  /// The 36-character lower-case form.
  std::string to_string() const;
  /// Appends the 36-character form to `out`.
  void append_to(std::string& out) const;

  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  bool is_nil() const { return *this == Uuid{}; }
  int version() const { return bytes_[6] >> 4; }
  /// The creation time a version 7 UUID carries (milliseconds).
  Timestamp time() const;

  auto operator<=>(const Uuid&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace base

template <>
struct std::hash<base::Uuid> {
  std::size_t operator()(const base::Uuid& uuid) const noexcept;
};
