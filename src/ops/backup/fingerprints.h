#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace backup {

/// A set of many names in 16 bytes each. Two names are mistaken for each other less often than disks fail.
class Fingerprints {
 public:
  void add(std::string_view name) { known_.insert(of(name)); }
  bool has(std::string_view name) const { return known_.contains(of(name)); }
  std::size_t size() const { return known_.size(); }

 private:
  struct Print {
    std::uint64_t high = 0, low = 0;
    bool operator==(const Print&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Print& print) const { return print.low; }
  };
  static Print of(std::string_view name);

  std::unordered_set<Print, Hash> known_;
};

}  // namespace backup
