#pragma once

// Pictures made for tests, by the same libraries that read them.

#include <cstdio>

#include <jpeglib.h>
#include <png.h>
#include <webp/decode.h>
#include <webp/encode.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace test {

struct Pixels {
  unsigned width = 0, height = 0;
  std::vector<unsigned char> bytes{};  ///< red, green, blue, alpha

  const unsigned char* at(unsigned x, unsigned y) const {
    return &bytes[std::size_t{4} * (std::size_t{y} * width + x)];
  }
};

/// The left half red, the right half blue; its lower half as see-through as `lower_alpha` says.
inline Pixels red_and_blue(unsigned width, unsigned height, unsigned char lower_alpha = 255) {
  Pixels made{width, height, {}};
  made.bytes.reserve(std::size_t{4} * width * height);
  for (unsigned y = 0; y < height; ++y) {
    for (unsigned x = 0; x < width; ++x) {
      const bool is_left = x < width / 2;
      const unsigned char alpha = y < height / 2 ? 255 : lower_alpha;
      made.bytes.insert(made.bytes.end(), {static_cast<unsigned char>(is_left ? 255 : 0), 0,
                                           static_cast<unsigned char>(is_left ? 0 : 255), alpha});
    }
  }
  return made;
}

/// An Exif block that says nothing but this orientation.
inline std::string exif_of(int orientation) {
  std::string exif("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 25);
  exif += static_cast<char>(orientation);
  exif.append("\0\0\0\0\0\0", 6);
  return exif;
}

struct JpegStyle {
  bool is_progressive = false;
  int orientation = 0;  ///< 0: without Exif
};

inline std::string jpeg_of(const Pixels& pixels, const JpegStyle& style = {}) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &out, &size);
  jpeg.image_width = pixels.width;
  jpeg.image_height = pixels.height;
  jpeg.input_components = 4;
  jpeg.in_color_space = JCS_EXT_RGBX;
  jpeg_set_defaults(&jpeg);
  if (style.is_progressive) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  if (style.orientation > 0) {
    const std::string exif = exif_of(style.orientation);
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, reinterpret_cast<const unsigned char*>(exif.data()),
                      static_cast<unsigned>(exif.size()));
  }
  for (unsigned y = 0; y < pixels.height; ++y) {
    auto* row = const_cast<unsigned char*>(pixels.at(0, y));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  const std::unique_ptr<unsigned char, decltype(&std::free)> owned(out, std::free);
  return {reinterpret_cast<const char*>(out), size};
}

inline std::string png_of(const Pixels& pixels, bool is_interlaced = false) {
  std::string out;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  const auto append = [](png_structp writer, png_bytep bytes, std::size_t size) {
    static_cast<std::string*>(png_get_io_ptr(writer))->append(reinterpret_cast<const char*>(bytes), size);
  };
  png_set_write_fn(png, &out, append, [](png_structp) {});
  png_set_IHDR(png, info, pixels.width, pixels.height, 8, PNG_COLOR_TYPE_RGB_ALPHA,
               is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  std::vector<png_bytep> rows;
  for (unsigned y = 0; y < pixels.height; ++y) rows.push_back(const_cast<png_bytep>(pixels.at(0, y)));
  png_write_image(png, rows.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return out;
}

inline std::string webp_of(const Pixels& pixels) {
  unsigned char* out = nullptr;
  const std::size_t size =
      WebPEncodeLosslessRGBA(pixels.bytes.data(), static_cast<int>(pixels.width), static_cast<int>(pixels.height),
                             static_cast<int>(4 * pixels.width), &out);
  const std::unique_ptr<unsigned char, decltype(&WebPFree)> owned(out, WebPFree);
  return {reinterpret_cast<const char*>(out), size};
}

/// A thumbnail as a browser shows it.
inline Pixels shown(std::string_view webp) {
  int width = 0, height = 0;
  unsigned char* const out =
      WebPDecodeRGBA(reinterpret_cast<const unsigned char*>(webp.data()), webp.size(), &width, &height);
  if (out == nullptr) throw std::runtime_error("that is no WebP");
  const std::unique_ptr<unsigned char, decltype(&WebPFree)> owned(out, WebPFree);
  return {static_cast<unsigned>(width),
          static_cast<unsigned>(height),
          {out, out + std::size_t{4} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height)}};
}

/// 8 bits a pixel, of which the header alone is true: what a small file may claim.
inline std::string png_claiming(unsigned width, unsigned height) {
  std::string png = png_of(red_and_blue(4, 4));
  constexpr std::size_t dimensions = 16, checksum = 29;
  const auto write = [&](std::size_t at, unsigned long value) {
    for (std::size_t i = 0; i < 4; ++i) png[at + i] = static_cast<char>((value >> (24 - 8 * i)) & 0xFFU);
  };
  write(dimensions, width);
  write(dimensions + 4, height);
  unsigned long crc = 0xFFFFFFFFUL;  // as PNG has it, over the chunk's name and content
  for (std::size_t i = 12; i < checksum; ++i) {
    crc ^= static_cast<unsigned char>(png[i]);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? 0xEDB88320UL ^ (crc >> 1U) : crc >> 1U;
  }
  write(checksum, crc ^ 0xFFFFFFFFUL);
  return png;
}

/// A progressive JPEG whose last scan comes again and again: a small file that costs minutes to read.
inline std::string jpeg_of_many_scans(unsigned side, std::size_t scans) {
  std::string jpeg = jpeg_of(red_and_blue(side, side), {.is_progressive = true});
  const std::size_t last = jpeg.rfind("\xFF\xDA");
  const std::string scan = jpeg.substr(last, jpeg.size() - 2 - last);
  jpeg.resize(jpeg.size() - 2);
  for (std::size_t i = 0; i < scans; ++i) jpeg += scan;
  return jpeg + "\xFF\xD9";
}

}  // namespace test
