#include "domain/imports/formats/gzip_source.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <utility>

#include "domain/imports/formats/expansion_guard.h"
#include "domain/imports/formats/file_place.h"
#include "domain/imports/formats/zip_archive.h"

namespace imports {
namespace {

constexpr int gzip_window = 15 + 16;  // zlib's way to say: gzip header and trailer
constexpr unsigned char magic_1 = 0x1F;
constexpr unsigned char magic_2 = 0x8B;

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> compressed, std::string file)
      : compressed_(std::move(compressed)), file_(std::move(file)) {
    if (inflateInit2(&stream_, gzip_window) != Z_OK) throw std::bad_alloc();
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

  base::Result<std::size_t> read(std::span<char> buffer) override;

 private:
  base::Result<std::size_t> refill();
  base::Result<bool> start_next_member();
  base::Problem damaged(const std::string& what) const;
  std::uint64_t position() const { return taken_ - stream_.avail_in; }

  std::unique_ptr<ByteSource> compressed_;
  std::string file_;
  z_stream stream_{};
  std::array<char, 64U * 1024U> input_{};
  std::uint64_t taken_ = 0;  // compressed bytes read so far
  std::uint64_t given_ = 0;
  bool finished_ = false;
};

base::Problem GzipSource::damaged(const std::string& what) const {
  return {&archive_damaged, "The gzip file " + file_ + " " + what + " at byte " + std::to_string(position()) + ".",
          "Download the file again or ask the supplier to send it again.", place_in(file_, {}, position())};
}

// Moves what is left to the front and reads on behind it; gives the number of bytes added.
base::Result<std::size_t> GzipSource::refill() {
  const std::size_t left = stream_.avail_in;
  for (std::size_t i = 0; i < left; ++i) input_[i] = static_cast<char>(stream_.next_in[i]);
  ASSIGN_OR_RETURN(const std::size_t got, compressed_->read(std::span(input_).subspan(left)));
  stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
  stream_.avail_in = static_cast<uInt>(left + got);
  taken_ += got;
  return got;
}

// After a member's end: another member begins with the magic bytes; anything else is padding or rubbish.
base::Result<bool> GzipSource::start_next_member() {
  while (stream_.avail_in < 2) {
    ASSIGN_OR_RETURN(const std::size_t got, refill());
    if (got == 0) return false;
  }
  if (stream_.next_in[0] != magic_1 || stream_.next_in[1] != magic_2) return false;
  inflateReset(&stream_);
  return true;
}

base::Result<std::size_t> GzipSource::read(std::span<char> buffer) {
  if (finished_ || buffer.empty()) return 0U;
  constexpr std::size_t most = 1U << 30U;
  const auto room = static_cast<uInt>(std::min(buffer.size(), most));
  stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
  stream_.avail_out = room;
  while (stream_.avail_out == room) {
    if (stream_.avail_in == 0) {
      ASSIGN_OR_RETURN(const std::size_t got, refill());
      if (got == 0) return base::failure(damaged(taken_ == 0 ? "is empty" : "ends too early: it is cut off"));
    }
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      ASSIGN_OR_RETURN(const bool more, start_next_member());
      finished_ = !more;
      if (finished_) break;
    } else if (status == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      return base::failure(damaged("is damaged"));
    }
  }
  const std::size_t count = room - stream_.avail_out;
  given_ += count;
  if (expands_too_much(given_, taken_)) {
    return base::failure(archive_bomb,
                         "The gzip file " + file_ + " expands more than " +
                             std::to_string(ReadLimits::max_expansion_ratio) + " times, as no honest file does.",
                         "Do not use this file; ask its sender what it is.", place_in(file_));
  }
  return count;
}

}  // namespace

std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> compressed, std::string file) {
  return std::make_unique<GzipSource>(std::move(compressed), std::move(file));
}

}  // namespace imports
