// The part of objects.h that looks at copies instead of making them.
#include <random>

#include "ops/backup/backup_problems.h"
#include "ops/backup/objects.h"

namespace backup {
namespace {

constexpr std::chrono::hours young{24};

/// Keeps a fair sample of what comes by, however much that is.
class Sample {
 public:
  explicit Sample(std::uint64_t size) : size_(size) {}
  void offer(const ObjectLine& line) {
    ++seen_;
    if (lines_.size() < size_) {
      lines_.push_back(line);
      return;
    }
    const auto place = std::uniform_int_distribution<std::uint64_t>(0, seen_ - 1)(chance_);
    if (place < size_) lines_[static_cast<std::size_t>(place)] = line;
  }
  const std::vector<ObjectLine>& lines() const { return lines_; }
  std::uint64_t seen() const { return seen_; }

 private:
  std::uint64_t size_, seen_ = 0;
  std::vector<ObjectLine> lines_;
  std::mt19937_64 chance_{std::random_device{}()};
};

}  // namespace

base::Result<ObjectCheck> check_objects(const Place& place, const Manifest& manifest, const SealKey* key,
                                        std::uint64_t sample_size, const Watch& watch) {
  const SealKey* const own_key = manifest.is_sealed() ? key : nullptr;
  ASSIGN_OR_RETURN(const Fingerprints there, copies_in(place, false));
  Sample sample(sample_size);
  RETURN_IF_FAILED(read_index(place, manifest, key, [&](const ObjectLine& line) -> base::Result<> {
    if (!there.has(copy_key(line.sha256, own_key))) {
      return base::failure(damaged, "The copy of the stored file \"" + line.key + "\" is missing.",
                           "Make a new backup; it copies the file again while the installation still has it.");
    }
    sample.offer(line);
    return {};
  }));
  if (sample.seen() != manifest.objects.count) {
    return base::failure(damaged,
                         "The backup lists " + std::to_string(sample.seen()) + " stored files; " +
                             std::to_string(manifest.objects.count) + " were copied.",
                         "Use another backup; `backup list` shows them.");
  }
  for (const ObjectLine& line : sample.lines()) {
    RETURN_IF_FAILED(watch.check());
    RETURN_IF_FAILED(
        read_copy(place, line, own_key, [](std::span<const char>) -> base::Result<> { return base::Result<>{}; }));
  }
  return ObjectCheck{sample.seen(), sample.lines().size()};
}

base::Result<std::uint64_t> remove_unneeded_copies(Place& place, const SealKey* key, base::Timestamp now) {
  Fingerprints needed;
  std::vector<std::string> unreadable;
  ASSIGN_OR_RETURN(const auto manifests, manifests_in(place, &unreadable));
  // What a backup of another key or of a newer program needs cannot be told: then nothing goes.
  if (!unreadable.empty()) return 0;
  for (const Manifest& manifest : manifests) {
    if (manifest.is_sealed() && (key == nullptr || key->id() != manifest.key_id)) return 0;
    RETURN_IF_FAILED(read_index(place, manifest, key, [&](const ObjectLine& line) -> base::Result<> {
      needed.add(copy_key(line.sha256, manifest.is_sealed() ? key : nullptr));
      return {};
    }));
  }
  std::vector<std::string> unneeded;
  RETURN_IF_FAILED(place.list(copies, [&](std::string_view copy, std::uint64_t) -> base::Result<> {
    if (!needed.has(copy)) unneeded.emplace_back(copy);
    return {};
  }));
  std::uint64_t removed = 0;
  for (const std::string& copy : unneeded) {
    ASSIGN_OR_RETURN(const bool is_gone, place.remove_unused(copy, now + -young));
    removed += is_gone ? 1U : 0U;
  }
  return removed;
}

}  // namespace backup
