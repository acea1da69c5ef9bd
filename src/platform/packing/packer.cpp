#include "platform/packing/packer.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <stdexcept>

namespace platform::packing {
namespace {

constexpr std::size_t room = 32U << 10U;
// zlib counts what it is given in 32 bits.
constexpr std::size_t largest_piece = std::numeric_limits<uInt>::max() / 2;

constexpr int window_of(Format format) {
  constexpr int with_gzip = 16;
  if (format == Format::raw) return -MAX_WBITS;
  return format == Format::gzip ? MAX_WBITS + with_gzip : MAX_WBITS;
}

/// A string takes all it is given.
Sink appending_to(std::string& out) {
  return [&out](std::span<const char> bytes) -> base::Result<> {
    out.append(bytes.data(), bytes.size());
    return {};
  };
}

}  // namespace

struct Packer::State {
  State(Format format, int level) {
    constexpr int usual_memory = 8;
    const int code = deflateInit2(&stream, level, Z_DEFLATED, window_of(format), usual_memory, Z_DEFAULT_STRATEGY);
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    if (code != Z_OK) throw std::invalid_argument("zlib cannot pack at level " + std::to_string(level));
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { deflateEnd(&stream); }

  base::Result<> run(std::span<const char> bytes, int flush, const Sink& sink) {
    if (is_over) throw std::logic_error("the packing has ended");
    // zlib only reads what next_in points to.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    is_over = true;  // unless all goes well
    do {
      stream.next_out = out.data();
      stream.avail_out = static_cast<uInt>(out.size());
      deflate(&stream, flush);
      const std::size_t ready = out.size() - stream.avail_out;
      if (ready > 0) RETURN_IF_FAILED(sink({reinterpret_cast<const char*>(out.data()), ready}));
    } while (stream.avail_out == 0);
    is_over = flush == Z_FINISH;
    return {};
  }

  z_stream stream{};
  std::array<Bytef, room> out{};
  bool is_over = false;
};

Packer::Packer(Format format, int level) : state_(std::make_unique<State>(format, level)) {}
Packer::Packer(Packer&&) noexcept = default;
Packer& Packer::operator=(Packer&&) noexcept = default;
Packer::~Packer() = default;

base::Result<> Packer::add(std::span<const char> bytes, const Sink& sink) {
  while (!bytes.empty()) {
    const auto piece = bytes.first(std::min(bytes.size(), largest_piece));
    RETURN_IF_FAILED(state_->run(piece, Z_NO_FLUSH, sink));
    bytes = bytes.subspan(piece.size());
  }
  return {};
}

base::Result<> Packer::finish(const Sink& sink) {
  return state_->run({}, Z_FINISH, sink);
}

void Packer::add(std::string_view bytes, std::string& out) {
  static_cast<void>(add(std::span(bytes), appending_to(out)));
}

void Packer::finish(std::string& out) {
  static_cast<void>(finish(appending_to(out)));
}

void Packer::restart() {
  deflateReset(&state_->stream);
  state_->is_over = false;
}

std::string packed(std::string_view bytes, Format format, int level) {
  Packer packer(format, level);
  std::string out;
  packer.add(bytes, out);
  packer.finish(out);
  return out;
}

}  // namespace platform::packing
