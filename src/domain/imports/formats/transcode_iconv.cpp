#include <iconv.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>

#include "base/text.h"
#include "domain/imports/formats/transcoder.h"

namespace imports {
namespace {

class IconvTranscoder final : public Transcoder {
 public:
  explicit IconvTranscoder(iconv_t handle) : handle_(handle) {}
  IconvTranscoder(const IconvTranscoder&) = delete;
  IconvTranscoder& operator=(const IconvTranscoder&) = delete;
  ~IconvTranscoder() override { iconv_close(handle_); }

  void convert(std::string_view piece, bool last, std::string& text, std::vector<std::size_t>& repairs) override {
    waiting_.append(piece);
    char* in = waiting_.data();
    std::size_t left = waiting_.size();
    while (left > 0) {
      const int error = convert_some(in, left, text);
      if (error == EINVAL && !last) break;
      if (error == EILSEQ || error == EINVAL) {
        repairs.push_back(text.size());
        base::append_utf8(text, 0xFFFD);
        ++in;
        --left;
      }
    }
    waiting_.erase(0, waiting_.size() - left);
  }

 private:
  // Converts until the input ends or stops making sense; gives errno, 0 when there is nothing to say.
  int convert_some(char*& in, std::size_t& left, std::string& text) {
    std::array<char, 16U * 1024U> buffer;
    char* out = buffer.data();
    std::size_t room = buffer.size();
    const bool failed = iconv(handle_, &in, &left, &out, &room) == static_cast<std::size_t>(-1);
    const int error = failed ? errno : 0;
    text.append(buffer.data(), buffer.size() - room);
    return error == E2BIG ? 0 : error;
  }

  iconv_t handle_;
  std::string waiting_;
};

}  // namespace

std::unique_ptr<Transcoder> make_iconv_transcoder(std::string_view canonical) {
  // What Windows calls Shift_JIS, a superset with the signs price lists use.
  const std::string name(canonical == "Shift_JIS" ? "CP932" : canonical);
  const iconv_t handle = iconv_open("UTF-8", name.c_str());
  if (std::bit_cast<std::intptr_t>(handle) == -1) return nullptr;
  return std::make_unique<IconvTranscoder>(handle);
}

}  // namespace imports
