#include "ops/backup/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

#include "ops/backup/backup_problems.h"

namespace backup {
namespace {

constexpr std::size_t room = 256U << 10U;
constexpr int gzip_window = 15 + 16;  // zlib's way to ask for gzip
constexpr std::size_t largest_piece = std::numeric_limits<uInt>::max() / 2;

tl::unexpected<base::Problem> not_packed_right(std::string_view what) {
  return base::failure(damaged, "A packed file of the backup " + std::string(what) + ".",
                       "Use another backup; `backup list` shows them.");
}

void give(z_stream& stream, std::span<const char> bytes) {
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib does not write to it
  stream.avail_in = static_cast<uInt>(bytes.size());
}

void offer_room(z_stream& stream, std::vector<char>& out) {
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
}

std::span<const char> written(const z_stream& stream, const std::vector<char>& out) {
  return std::span(out).first(out.size() - stream.avail_out);
}

}  // namespace

struct Unpacking::State {
  explicit State(ByteSink to) : sink(std::move(to)) {
    if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::runtime_error("zlib cannot be used");
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { inflateEnd(&stream); }

  base::Result<> run(std::span<const char> bytes) {
    give(stream, bytes);
    while (stream.avail_in > 0 || stream.avail_out == 0) {
      if (is_ended) return not_packed_right("has something behind its end");
      offer_room(stream, out);
      const int code = inflate(&stream, Z_NO_FLUSH);
      if (code == Z_BUF_ERROR) return {};  // it wants more
      if (code != Z_OK && code != Z_STREAM_END) return not_packed_right("cannot be unpacked");
      if (const auto piece = written(stream, out); !piece.empty()) RETURN_IF_FAILED(sink(piece));
      is_ended = code == Z_STREAM_END;
      if (is_ended && stream.avail_in == 0) return {};
    }
    return {};
  }

  ByteSink sink;
  z_stream stream{};
  std::vector<char> out = std::vector<char>(room);
  bool is_ended = false;
};

Unpacking::Unpacking(ByteSink sink) : state_(std::make_unique<State>(std::move(sink))) {}
Unpacking::~Unpacking() = default;

base::Result<> Unpacking::add(std::span<const char> bytes) {
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), largest_piece))) {
    RETURN_IF_FAILED(state_->run(bytes.first(std::min(bytes.size(), largest_piece))));
  }
  return {};
}

base::Result<> Unpacking::finish() {
  return state_->is_ended ? base::Result<>{} : not_packed_right("is cut off");
}

}  // namespace backup
