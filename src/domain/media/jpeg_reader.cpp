// JPEG: shrunk by libjpeg itself to about the size that is wanted, so that a large photo never lies whole in memory.
#include <cstdio>

#include <jpeglib.h>

#include <jerror.h>

#include "domain/media/area_scaler.h"
#include "domain/media/image_type.h"
#include "domain/media/long_jump.h"

namespace media {
namespace {

struct JpegErrors {
  jpeg_error_mgr manager{};  // first: the library hands back its address
  std::jmp_buf place{};
  bool is_cut_off = false;
};

JpegErrors& errors_of(j_common_ptr jpeg) {
  return *reinterpret_cast<JpegErrors*>(jpeg->err);
}

[[noreturn]] void give_up(j_common_ptr jpeg) {
  std::longjmp(errors_of(jpeg).place, 1);
}

// Other warnings are of pictures that browsers show as well.
void note_warning(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  const int code = jpeg->err->msg_code;
  if (code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF) errors_of(jpeg).is_cut_off = true;
}

void say_nothing(j_common_ptr /*jpeg*/) {}

class JpegReader {
 public:
  explicit JpegReader(std::string_view bytes) : bytes_(bytes) {
    jpeg_.err = jpeg_std_error(&errors_.manager);
    errors_.manager.error_exit = give_up;
    errors_.manager.emit_message = note_warning;
    errors_.manager.output_message = say_nothing;
  }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;
  ~JpegReader() { jpeg_destroy_decompress(&jpeg_); }

  bool read_header() {
    return returns(errors_.place, [this] {
      jpeg_create_decompress(&jpeg_);
      jpeg_mem_src(&jpeg_, reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
      constexpr unsigned longest_marker = 0xFFFF;
      jpeg_save_markers(&jpeg_, JPEG_APP0 + 1, longest_marker);
      jpeg_read_header(&jpeg_, TRUE);
    });
  }
  Dimensions size() const { return {jpeg_.image_width, jpeg_.image_height}; }

  /// Leaves at least `longest` pixels on the longer side, where there are as many.
  bool start(unsigned longest) {
    return returns(errors_.place, [this, longest] {
      const unsigned most = std::max(jpeg_.image_width, jpeg_.image_height);
      jpeg_.scale_num = 1;
      while (jpeg_.scale_denom < 8 && most / (jpeg_.scale_denom * 2) >= longest) jpeg_.scale_denom *= 2;
      const bool has_four = jpeg_.jpeg_color_space == JCS_CMYK || jpeg_.jpeg_color_space == JCS_YCCK;
      jpeg_.out_color_space = has_four ? JCS_CMYK : JCS_EXT_RGBA;
      jpeg_start_decompress(&jpeg_);
    });
  }
  Dimensions output_size() const { return {jpeg_.output_width, jpeg_.output_height}; }

  bool read_row(std::vector<std::uint8_t>& row) {
    JSAMPROW line = row.data();
    if (!returns(errors_.place, [this, &line] { jpeg_read_scanlines(&jpeg_, &line, 1); })) return false;
    if (jpeg_.out_color_space == JCS_CMYK) make_red_green_blue(row);
    return true;
  }
  bool is_cut_off() const { return errors_.is_cut_off; }

  int orientation() const {
    for (const auto* marker = jpeg_.marker_list; marker != nullptr; marker = marker->next) {
      const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
      if (data.starts_with("Exif")) return orientation_in(data);
    }
    return 1;
  }

 private:
  // Printers' colours. Adobe's programs, which nearly all of them come from, write them inverted.
  void make_red_green_blue(std::vector<std::uint8_t>& row) const {
    const bool is_inverted = jpeg_.saw_Adobe_marker != 0;
    for (std::size_t at = 0; at < row.size(); at += 4) {
      const auto light = [&](std::size_t i) { return is_inverted ? row[at + i] : 255U - row[at + i]; };
      const unsigned black = light(3);
      for (std::size_t i = 0; i < 3; ++i) row[at + i] = static_cast<std::uint8_t>(light(i) * black / 255U);
      row[at + 3] = 255;
    }
  }

  std::string_view bytes_;
  jpeg_decompress_struct jpeg_{};
  JpegErrors errors_;
};

tl::unexpected<base::Problem> broken(std::string message) {
  return base::failure(image_broken, std::move(message), "Ask the supplier for the picture anew.");
}

}  // namespace

base::Result<ShrunkPicture> read_jpeg(std::string_view bytes, const DecodingTask& task) {
  JpegReader reader(bytes);
  if (!reader.read_header()) return broken("The JPEG has a beginning that cannot be read.");
  ShrunkPicture read{reader.size(), {}, reader.orientation()};
  RETURN_IF_FAILED(check_size(read.original, task));
  if (!reader.start(task.longest)) return broken("The JPEG is damaged.");
  const Dimensions from = reader.output_size(), wanted = fitted(read.original, task.longest);
  AreaScaler scaler(from, {std::min(wanted.width, from.width), std::min(wanted.height, from.height)});
  std::vector<std::uint8_t> row(std::size_t{4} * from.width);
  for (unsigned y = 0; y < from.height; ++y) {
    if (!reader.read_row(row)) return broken("The JPEG is damaged.");
    if (reader.is_cut_off()) return broken("The JPEG ends in the middle of the picture.");
    scaler.add_row(row);
  }
  read.picture = scaler.take();
  return read;
}

}  // namespace media
