#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace platform::sheets {

/// Writes a ZIP archive from front to end without knowing anything beforehand: what is ready can be sent at once. One
/// entry at a time, below 4 GiB each and in all, which the caller sees to.
class ZipStream {
 public:
  ZipStream();
  ZipStream(ZipStream&&) noexcept;
  ZipStream& operator=(ZipStream&&) noexcept;
  ~ZipStream();

  void begin_entry(std::string name);
  void write(std::string_view bytes);
  void end_entry();
  /// Ends the archive.
  void finish();
  /// Bytes of the open entry so far, as they will be when taken out of the archive.
  std::uint64_t entry_size() const;
  /// Bytes of the archive so far.
  std::uint64_t archive_size() const;
  /// The bytes that are ready and were not taken yet.
  std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace platform::sheets
