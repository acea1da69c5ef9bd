#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/text.h"
#include "domain/imports/formats/transcoder.h"

namespace imports {
namespace {

constexpr std::array<char32_t, 32> windows_1252_c1{0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                   0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

char32_t iso_8859_15_character(unsigned char byte) {
  switch (byte) {
    case 0xA4:
      return 0x20AC;
    case 0xA6:
      return 0x0160;
    case 0xA8:
      return 0x0161;
    case 0xB4:
      return 0x017D;
    case 0xB8:
      return 0x017E;
    case 0xBC:
      return 0x0152;
    case 0xBD:
      return 0x0153;
    case 0xBE:
      return 0x0178;
    default:
      return windows_1252_character(byte);
  }
}

struct Utf8Form {
  std::array<char, 3> bytes{};
  std::uint8_t length = 0;
};

class SingleByteTranscoder final : public Transcoder {
 public:
  explicit SingleByteTranscoder(char32_t (*character)(unsigned char)) {
    for (std::size_t i = 0; i < high_.size(); ++i) {
      std::string form;
      base::append_utf8(form, character(static_cast<unsigned char>(i + 0x80)));
      std::copy(form.begin(), form.end(), high_[i].bytes.begin());
      high_[i].length = static_cast<std::uint8_t>(form.size());
    }
  }

  void convert(std::string_view bytes, bool /*last*/, std::string& text,
               std::vector<std::size_t>& /*repairs*/) override {
    const std::size_t before = text.size();
    text.resize(before + bytes.size() * 3);
    char* out = text.data() + before;
    for (std::size_t i = 0; i < bytes.size();) {
      std::uint64_t word = 0;
      if (i + sizeof word <= bytes.size()) {
        std::memcpy(&word, bytes.data() + i, sizeof word);
        if ((word & 0x8080808080808080U) == 0) {
          std::memcpy(out, &word, sizeof word);
          out += sizeof word;
          i += sizeof word;
          continue;
        }
      }
      const auto byte = static_cast<unsigned char>(bytes[i++]);
      if (byte < 0x80) {
        *out++ = static_cast<char>(byte);
      } else {
        const Utf8Form& form = high_[byte - 0x80U];
        std::memcpy(out, form.bytes.data(), form.bytes.size());
        out += form.length;
      }
    }
    text.resize(static_cast<std::size_t>(out - text.data()));
  }

 private:
  std::array<Utf8Form, 128> high_;
};

}  // namespace

char32_t windows_1252_character(unsigned char byte) {
  return byte >= 0x80 && byte < 0xA0 ? windows_1252_c1[byte - 0x80U] : byte;
}

std::unique_ptr<Transcoder> make_single_byte_transcoder(std::string_view canonical) {
  // Files called ISO-8859-1 that use the bytes 0x80 to 0x9F mean Windows-1252: control characters have no use there.
  if (canonical == "windows-1252" || canonical == "ISO-8859-1") {
    return std::make_unique<SingleByteTranscoder>(windows_1252_character);
  }
  if (canonical == "ISO-8859-15") return std::make_unique<SingleByteTranscoder>(iso_8859_15_character);
  return nullptr;
}

}  // namespace imports
