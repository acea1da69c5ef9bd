#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace platform::packing {

/// What stands around the deflated bytes.
enum class Format : std::uint8_t {
  raw,   ///< nothing (RFC 1951), as inside a ZIP archive
  gzip,  ///< RFC 1952
  zlib   ///< RFC 1950
};

/// Takes bytes as they become ready; what it fails with ends the packing.
using Sink = std::function<base::Result<>(std::span<const char>)>;

/// Deflates bytes as they come, in constant memory. After finish() or a failure of the sink only restart() is allowed.
class Packer {
 public:
  /// `level`: 1 (fast) to 9 (small).
  Packer(Format format, int level);
  Packer(Packer&&) noexcept;
  Packer& operator=(Packer&&) noexcept;
  ~Packer();

  /// Fails as the sink does.
  base::Result<> add(std::span<const char> bytes, const Sink& sink);
  /// Writes the end of the format. Fails as the sink does.
  base::Result<> finish(const Sink& sink);

  /// The same with the packed bytes appended to `out`.
  void add(std::string_view bytes, std::string& out);
  void finish(std::string& out);

  /// Begins anew, as if nothing had been added.
  void restart();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// All of it at once.
std::string packed(std::string_view bytes, Format format, int level);

}  // namespace platform::packing
