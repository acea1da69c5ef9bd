#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/media/image_type.h"

namespace media {

/// What a picture may take to be read.
struct DecoderLimits {
  std::uint64_t pixels = 50'000'000;
  std::uint64_t memory = std::uint64_t{768} << 20U;  ///< address space, in bytes
  unsigned processor_seconds = 10;
};

/// The child's side: reads one picture from `in`, writes what was made of it to `out` and ends. It first gives up all
/// rights to more memory, time and files than one picture needs. The exit code of the program.
int run_decoder(int in, int out, const DecoderLimits& limits = {});

struct DecoderOptions {
  /// The program that calls run_decoder(0, 1), with its arguments; a path, not looked for.
  std::vector<std::string> command{};
  std::chrono::milliseconds longest{20'000};  ///< by the clock on the wall; then the child is killed
};

/// Has pictures of strangers read by a process of its own, one for each: what a hostile picture breaks is that process.
/// Thread-safe.
class Decoder {
 public:
  explicit Decoder(DecoderOptions options) : options_(std::move(options)) {}

  /// Fails with image_type_unsupported, image_broken, image_too_large, image_too_demanding, decoder_unavailable.
  base::Result<ReadImage> read(std::string_view bytes) const;

 private:
  DecoderOptions options_;
};

inline constexpr base::ProblemKind decoder_unavailable{"media.decoder_unavailable", "Pictures cannot be read now", 503,
                                                       base::LogLevel::error};

}  // namespace media
