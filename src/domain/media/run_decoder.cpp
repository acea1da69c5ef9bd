// The child's side of decoder.h.
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <new>
#include <optional>

#include "domain/media/decoder.h"
#include "domain/media/decoder_answer.h"
#include "domain/media/thumbnails.h"

namespace media {
namespace {

// Sanitizers map terabytes that they never use.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool can_limit_memory = false;
#else
constexpr bool can_limit_memory = true;
#endif

bool limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard) {
  const rlimit both{soft, hard};
  return ::setrlimit(resource, &both) == 0;
}

/// False when the system does not let go of one of the rights.
bool give_up_rights(const DecoderLimits& limits) {
  const bool is_bounded = limit(RLIMIT_CPU, limits.processor_seconds, rlim_t{limits.processor_seconds} + 1) &&
                          limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NOFILE, 3, 3) &&
                          (!can_limit_memory || limit(RLIMIT_AS, limits.memory, limits.memory));
  return is_bounded && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
}

std::optional<std::string> read_all(int in) {
  constexpr std::size_t block = 1U << 20U, most = 64U << 20U;
  std::string bytes;
  while (bytes.size() < most) {
    const std::size_t had = bytes.size();
    bytes.resize(had + block);
    const ssize_t got = ::read(in, bytes.data() + had, block);
    bytes.resize(had + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got == 0) return bytes;
    if (got < 0 && errno != EINTR) return std::nullopt;
  }
  return std::nullopt;
}

bool write_all(int out, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(out, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

base::Result<ReadImage> read_within(std::string_view bytes, const DecoderLimits& limits) {
  try {
    return make_thumbnails(bytes, {limits.pixels, thumbnail_sizes.back()});
  } catch (const std::bad_alloc&) {
    return base::failure(image_too_demanding, "The picture needs more memory than one may take.",
                         "Ask the supplier for a smaller one.");
  }
}

}  // namespace

int run_decoder(int in, int out, const DecoderLimits& limits) {
  try {
    if (!give_up_rights(limits)) return 2;
    const auto bytes = read_all(in);
    if (!bytes) return 2;
    return write_all(out, answer_text(read_within(*bytes, limits))) ? 0 : 2;
  } catch (const std::exception&) {
    return 2;  // whoever waits for the answer sees that there is none
  }
}

}  // namespace media
