#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "domain/imports/sniff/number_evidence.h"
#include "domain/imports/sniff/sniff.h"

namespace imports::sniffing {

/// What the sampled values of one column add up to.
class ColumnStats {
 public:
  explicit ColumnStats(std::string name) : name_(std::move(name)) {}

  void add(std::string_view value);

  const std::string& name() const { return name_; }
  std::uint64_t filled() const { return filled_; }
  std::uint64_t distinct() const { return distinct_.size(); }
  const std::vector<std::string>& samples() const { return samples_; }
  const NumberEvidence& numbers() const { return numbers_; }

  /// Shares of the filled values, 0 when there are none.
  double gtin_share() const { return share(gtins_); }
  double number_share() const { return share(numbers_.numbers); }
  double whole_share() const { return share(whole_); }
  double url_share() const { return share(urls_); }
  double image_share() const { return share(images_); }
  double boolean_share() const { return share(booleans_); }
  double date_share() const { return share(dates_); }
  double currency_share() const { return share(currency_codes_); }
  double availability_share() const { return share(availabilities_); }
  double leading_zero_share() const { return share(leading_zeros_); }
  double spaced_share() const { return share(spaced_); }
  double coded_share() const { return share(coded_); }
  double distinct_share() const { return share(distinct_.size()); }
  double average_length() const;
  double largest() const { return largest_; }
  double average() const;

  std::uint64_t gtins() const { return gtins_; }
  /// The currency beside at least half of the numbers, or "".
  std::string currency() const;
  /// The unit beside at least half of the numbers, or "".
  std::string unit() const;

 private:
  double share(std::uint64_t part) const {
    return filled_ == 0 ? 0 : static_cast<double>(part) / static_cast<double>(filled_);
  }
  void add_number(std::string_view value);
  void add_words(std::string_view value);

  std::string name_;
  std::uint64_t filled_ = 0;
  std::uint64_t gtins_ = 0, whole_ = 0, urls_ = 0, images_ = 0, booleans_ = 0, dates_ = 0, currency_codes_ = 0;
  std::uint64_t availabilities_ = 0, leading_zeros_ = 0, spaced_ = 0, coded_ = 0;
  std::uint64_t characters_ = 0;
  double largest_ = 0;
  double sum_ = 0;
  NumberEvidence numbers_;
  std::unordered_set<std::size_t> distinct_;
  std::vector<std::string> samples_;
  std::map<std::string, std::uint64_t> currencies_, units_;
};

ColumnType type_of(const ColumnStats& stats);

/// The profile without number style and suggestion, which need the other columns.
ColumnProfile profile_of(const ColumnStats& stats);

/// "98.6 %", "100 %".
std::string percent(double share);

}  // namespace imports::sniffing
