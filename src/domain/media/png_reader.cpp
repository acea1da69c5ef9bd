// PNG, row by row; only interlaced ones lie whole in memory, since their rows come in seven passes.
#include <png.h>

#include <cstring>

#include "domain/media/area_scaler.h"
#include "domain/media/image_type.h"
#include "domain/media/long_jump.h"

namespace media {
namespace {

class PngReader {
 public:
  explicit PngReader(std::string_view bytes) : rest_(bytes) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, give_up, [](png_structp, png_const_charp) {});
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
  }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }

  bool read_header() {
    if (info_ == nullptr) return false;
    return returns(place_, [this] {
      png_set_read_fn(png_, this, read_bytes);
      constexpr png_uint_32 longest_side = 1'000'000;
      png_set_user_limits(png_, longest_side, longest_side);
      png_set_chunk_malloc_max(png_, 8U << 20U);
      png_set_chunk_cache_max(png_, 100);
      png_read_info(png_, info_);
    });
  }
  Dimensions size() { return {png_get_image_width(png_, info_), png_get_image_height(png_, info_)}; }

  /// Asks for red, green, blue and alpha of 8 bits, whatever the file holds.
  bool start() {
    return returns(place_, [this] {
      png_set_expand(png_);
      png_set_scale_16(png_);
      png_set_gray_to_rgb(png_);
      png_set_add_alpha(png_, 0xFF, PNG_FILLER_AFTER);
      passes_ = png_set_interlace_handling(png_);
      png_read_update_info(png_, info_);
    });
  }
  int passes() const { return passes_; }
  bool has_expected_rows() { return png_get_rowbytes(png_, info_) == std::size_t{4} * size().width; }
  bool read_row(std::uint8_t* row) {
    return returns(place_, [this, row] { png_read_row(png_, row, nullptr); });
  }

  int orientation() {
    png_uint_32 length = 0;
    png_bytep exif = nullptr;
    if (png_get_eXIf_1(png_, info_, &length, &exif) == 0) return 1;
    return orientation_in({reinterpret_cast<const char*>(exif), length});
  }

 private:
  [[noreturn]] static void give_up(png_structp png, png_const_charp /*message*/) {
    std::longjmp(static_cast<PngReader*>(png_get_error_ptr(png))->place_, 1);
  }
  static void read_bytes(png_structp png, png_bytep out, std::size_t size) {
    auto& rest = static_cast<PngReader*>(png_get_io_ptr(png))->rest_;
    if (size > rest.size()) png_error(png, "cut off");
    std::memcpy(out, rest.data(), size);
    rest.remove_prefix(size);
  }

  std::string_view rest_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  int passes_ = 1;
  std::jmp_buf place_{};
};

tl::unexpected<base::Problem> broken(std::string message) {
  return base::failure(image_broken, std::move(message), "Ask the supplier for the picture anew.");
}

bool read_rows(PngReader& reader, Dimensions size, AreaScaler& scaler) {
  const std::size_t row_size = std::size_t{4} * size.width;
  const bool is_interlaced = reader.passes() > 1;
  std::vector<std::uint8_t> pixels(is_interlaced ? row_size * size.height : row_size);
  for (int pass = 0; pass < reader.passes(); ++pass) {
    for (std::size_t y = 0; y < size.height; ++y) {
      if (!reader.read_row(&pixels[is_interlaced ? y * row_size : 0])) return false;
      if (!is_interlaced) scaler.add_row(pixels);
    }
  }
  for (std::size_t y = 0; is_interlaced && y < size.height; ++y)
    scaler.add_row(std::span(pixels).subspan(y * row_size, row_size));
  return true;
}

}  // namespace

base::Result<ShrunkPicture> read_png(std::string_view bytes, const DecodingTask& task) {
  PngReader reader(bytes);
  if (!reader.read_header()) return broken("The PNG has a beginning that cannot be read.");
  ShrunkPicture read{reader.size(), {}, reader.orientation()};
  RETURN_IF_FAILED(check_size(read.original, task));
  if (!reader.start() || !reader.has_expected_rows()) return broken("The PNG is damaged.");
  AreaScaler scaler(read.original, fitted(read.original, task.longest));
  if (!read_rows(reader, read.original, scaler)) return broken("The PNG is damaged or ends too early.");
  read.picture = scaler.take();
  return read;
}

}  // namespace media
