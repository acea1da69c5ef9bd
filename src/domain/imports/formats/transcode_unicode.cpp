#include <bit>
#include <cstdint>

#include "base/text.h"
#include "domain/imports/formats/transcoder.h"

namespace imports {
namespace {

constexpr char32_t replacement = 0xFFFD;

constexpr unsigned char byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}
constexpr bool is_continuation(unsigned char byte) {
  return (byte & 0xC0U) == 0x80U;
}

// Length of the character a lead byte begins; 0 for a byte that begins none.
constexpr std::size_t length_by_lead(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// Whether `second` may follow `lead`: refuses overlong forms, surrogates and what lies beyond U+10FFFF.
constexpr bool may_follow(unsigned char lead, unsigned char second) {
  if (!is_continuation(second)) return false;
  if (lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90;
  if (lead == 0xF4) return second <= 0x8F;
  return true;
}

// Length of the valid character at `i`; 0 when there is none.
std::size_t valid_length(std::string_view text, std::size_t i) {
  const unsigned char lead = byte_at(text, i);
  const std::size_t length = length_by_lead(lead);
  if (length <= 1) return length;
  if (i + length > text.size() || !may_follow(lead, byte_at(text, i + 1))) return 0;
  for (std::size_t k = 2; k < length; ++k) {
    if (!is_continuation(byte_at(text, i + k))) return 0;
  }
  return length;
}

// Gathers what a piece left unfinished and puts it before the next.
class Leftover {
 public:
  std::string_view join(std::string_view bytes) {
    if (kept_.empty()) return bytes;
    joined_.swap(kept_);
    kept_.clear();
    joined_.append(bytes);
    return joined_;
  }
  void keep(std::string_view bytes) { kept_.assign(bytes); }

 private:
  std::string kept_;
  std::string joined_;
};

// UTF-8 in which bytes that do not fit are taken for Windows-1252: a line pasted from an older file.
class Utf8Repairer final : public Transcoder {
 public:
  void convert(std::string_view piece, bool last, std::string& text, std::vector<std::size_t>& repairs) override {
    const std::string_view bytes = leftover_.join(piece);
    const std::size_t end = last ? bytes.size() : bytes.size() - unfinished_utf8_tail(bytes);
    std::size_t copied = 0;
    for (std::size_t i = 0; i < end;) {
      const std::size_t length = valid_length(bytes, i);
      if (length > 0) {
        i += length;
        continue;
      }
      text.append(bytes, copied, i - copied);
      repairs.push_back(text.size());
      base::append_utf8(text, windows_1252_character(byte_at(bytes, i)));
      copied = ++i;
    }
    text.append(bytes, copied, end - copied);
    leftover_.keep(bytes.substr(end));
  }

 private:
  Leftover leftover_;
};

class Utf16Transcoder final : public Transcoder {
 public:
  explicit Utf16Transcoder(std::endian order) : high_(order == std::endian::big ? 0 : 1) {}

  void convert(std::string_view piece, bool last, std::string& text, std::vector<std::size_t>& repairs) override {
    const std::string_view bytes = leftover_.join(piece);
    std::size_t i = 0;
    while (i + 1 < bytes.size()) {
      const char32_t unit = unit_at(bytes, i);
      if (unit < 0x80) {
        text.push_back(static_cast<char>(unit));
      } else if (unit < 0xD800 || unit > 0xDFFF) {
        base::append_utf8(text, unit);
      } else if (unit < 0xDC00) {
        if (i + 3 >= bytes.size() && !last) break;
        const char32_t low = i + 3 < bytes.size() ? unit_at(bytes, i + 2) : 0;
        if (low >= 0xDC00 && low <= 0xDFFF) {
          base::append_utf8(text, 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00));
          i += 2;
        } else {
          replace(text, repairs);
        }
      } else {
        replace(text, repairs);
      }
      i += 2;
    }
    if (last && i < bytes.size()) replace(text, repairs);
    leftover_.keep(last ? std::string_view() : bytes.substr(i));
  }

 private:
  char32_t unit_at(std::string_view bytes, std::size_t i) const {
    return static_cast<char32_t>(byte_at(bytes, i + high_) << 8U | byte_at(bytes, i + 1 - high_));
  }
  static void replace(std::string& text, std::vector<std::size_t>& repairs) {
    repairs.push_back(text.size());
    base::append_utf8(text, replacement);
  }

  std::size_t high_;  // where a unit's high byte is
  Leftover leftover_;
};

}  // namespace

std::size_t unfinished_utf8_tail(std::string_view text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const std::size_t i = text.size() - back;
    const unsigned char lead = byte_at(text, i);
    if (is_continuation(lead)) continue;
    const bool fits = back == 1 || may_follow(lead, byte_at(text, i + 1));
    return fits && length_by_lead(lead) > back ? back : 0;
  }
  return 0;
}

std::unique_ptr<Transcoder> make_unicode_transcoder(std::string_view canonical) {
  if (canonical == "UTF-8" || canonical == "US-ASCII") return std::make_unique<Utf8Repairer>();
  if (canonical == "UTF-16LE" || canonical == "UTF-16") return std::make_unique<Utf16Transcoder>(std::endian::little);
  if (canonical == "UTF-16BE") return std::make_unique<Utf16Transcoder>(std::endian::big);
  return nullptr;
}

}  // namespace imports
