#pragma once

#include <chrono>
#include <string>

#include "platform/containers/engine.h"

namespace platform::containers {

struct WireAnswer {
  int status = 0;
  std::string body;
};

/// One request to the engine and its answer. Fails with engine_unreachable, or engine_timed_out after `limit`.
base::Result<WireAnswer> exchange(const EngineAddress& address, const char* method, const std::string& path,
                                  const std::string& body, std::chrono::seconds limit);

/// The text in a stream of frames (8 bytes that say which output and how long, then the text). What is no frame, as a
/// container with a terminal prints, is text already.
std::string without_frames(std::string_view stream);

}  // namespace platform::containers
