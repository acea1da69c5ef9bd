#include "ops/checks/websocket_message.h"

#include <cstdint>

namespace ops {
namespace {

constexpr std::uint8_t text_frame = 1, close_frame = 8;
constexpr std::uint64_t longest_frame = 1U << 20U;

struct Frame {
  std::uint8_t kind = 0;
  bool is_last = true;
  std::string payload;
};

std::uint8_t byte_at(const std::string& bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

base::Result<std::uint64_t> length_of(Wire& wire, std::uint8_t short_length) {
  if (short_length < 126) return short_length;
  ASSIGN_OR_RETURN(const std::string bytes, wire.receive_exactly(short_length == 126 ? 2 : 8));
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) length = length << 8U | byte_at(bytes, i);
  return length;
}

base::Result<Frame> next_frame(Wire& wire) {
  ASSIGN_OR_RETURN(const std::string head, wire.receive_exactly(2));
  const bool is_masked = (byte_at(head, 1) & 0x80U) != 0;  // a server's frames never are
  ASSIGN_OR_RETURN(const std::uint64_t length, length_of(wire, byte_at(head, 1) & 0x7fU));
  if (is_masked || length > longest_frame) {
    return base::failure(wire_failed, "What comes over the WebSocket cannot be read.",
                         "Check that the address is that of this program and not of something else.");
  }
  Frame frame{static_cast<std::uint8_t>(byte_at(head, 0) & 0x0fU), (byte_at(head, 0) & 0x80U) != 0, {}};
  ASSIGN_OR_RETURN(frame.payload, wire.receive_exactly(length));
  return frame;
}

}  // namespace

base::Result<std::string> next_message(Wire& wire) {
  std::string message;
  for (;;) {
    ASSIGN_OR_RETURN(const Frame frame, next_frame(wire));
    if (frame.kind == close_frame) {
      const std::string why = frame.payload.size() > 2 ? frame.payload.substr(2) : "no reason is given";
      return base::failure(wire_failed, "The WebSocket was closed: " + why + ".",
                           "Check that the user may watch imports (imports.read).");
    }
    if (frame.kind > text_frame) continue;  // 0 goes on with a text
    message += frame.payload;
    if (frame.is_last) return message;
  }
}

}  // namespace ops
