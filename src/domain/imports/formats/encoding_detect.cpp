#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>
#include <vector>

#include "base/text.h"
#include "domain/imports/formats/encoding.h"
#include "domain/imports/formats/encoding_judge.h"
#include "domain/imports/formats/transcoder.h"

namespace imports {
namespace {

constexpr std::size_t enough_bytes = 1U << 20U;

// Text of two bytes a character shows zeros on one side: the digits, blanks and delimiters every table has.
std::optional<EncodingGuess> find_utf16(std::string_view head) {
  std::array<std::size_t, 2> zeros{};
  const std::string_view sample = head.substr(0, std::min<std::size_t>(head.size(), 64U * 1024U) / 2 * 2);
  for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == '\0' ? 1U : 0U;
  const std::size_t pairs = sample.size() / 2;
  // ASCII text with a NUL here and there has letters on both sides.
  const auto letters_beside = [&](std::size_t side) {
    std::size_t count = 0;
    for (std::size_t i = side; i < sample.size(); i += 2) count += sample[i] > '!' ? 1U : 0U;
    return count * 4 > pairs;
  };
  const auto much = [&](std::size_t count) { return pairs >= 2 && count * 10 >= pairs; };
  const auto little = [&](std::size_t count) { return count * 50 <= pairs; };
  if (much(zeros[1]) && little(zeros[0]) && !letters_beside(1)) {
    return EncodingGuess{"UTF-16LE", "Every second byte is often zero, as in UTF-16 without a byte order mark.", 0.95};
  }
  if (much(zeros[0]) && little(zeros[1]) && !letters_beside(0)) {
    return EncodingGuess{"UTF-16BE", "Every first byte of two is often zero, as in big-endian UTF-16.", 0.95};
  }
  return std::nullopt;
}

struct Utf8Tally {
  std::size_t characters = 0;  // of more than one byte
  std::size_t wrong = 0;
};

Utf8Tally tally_utf8(std::string_view head) {
  std::string text;
  std::vector<std::size_t> repairs;
  make_unicode_transcoder("UTF-8")->convert(head, false, text, repairs);
  Utf8Tally tally;
  tally.wrong = repairs.size();
  const auto leads =
      std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xC0; });
  tally.characters = static_cast<std::size_t>(leads) - repairs.size();  // a repair is a character of several bytes too
  return tally;
}

// The canonical name of what the statistics of letters say; empty when they say nothing we can read.
std::string ask_statistics(std::string_view head) {
  const auto close = [](uchardet_t detector) { uchardet_delete(detector); };
  const std::unique_ptr<std::remove_pointer_t<uchardet_t>, decltype(close)> detector(uchardet_new(), close);
  uchardet_handle_data(detector.get(), head.data(), head.size());
  uchardet_data_end(detector.get());
  return canonical_encoding(uchardet_get_charset(detector.get())).value_or(std::string());
}

bool is_multi_byte(std::string_view encoding) {
  constexpr std::array<std::string_view, 6> names{"Shift_JIS", "EUC-JP", "ISO-2022-JP", "EUC-KR", "Big5", "GB18030"};
  return std::find(names.begin(), names.end(), encoding) != names.end();
}

EncodingGuess judge_beyond_utf8(std::string_view head) {
  const std::string hint = ask_statistics(head);
  EncodingGuess guess = judge_single_byte(head, hint);
  constexpr double sure_enough = 0.6;
  if (guess.confidence < sure_enough && is_multi_byte(hint)) {
    return {hint, "The byte pairs are those of " + hint + ".", sure_enough};
  }
  if (guess.confidence == 0.0 && !hint.empty() && hint != "UTF-8" && hint != "US-ASCII") {
    return {hint, "The statistics of its letters fit " + hint + ".", 0.4};
  }
  return guess;
}

}  // namespace

EncodingGuess detect_encoding(std::span<const char> bytes, bool complete) {
  std::string_view head(bytes.data(), bytes.size());
  if (const auto mark = find_byte_order_mark(head)) {
    return {std::string(mark->encoding), "It begins with the byte order mark of " + std::string(mark->encoding) + ".",
            1.0};
  }
  if (auto guess = find_utf16(head)) return *guess;
  if (!complete) head.remove_suffix(unfinished_utf8_tail(head));
  if (base::is_valid_utf8(head)) {
    const bool plain =
        std::all_of(head.begin(), head.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (plain) return {"UTF-8", "It holds plain ASCII only, which is UTF-8 too.", complete ? 1.0 : 0.9};
    return {"UTF-8", "Its accented letters and signs are valid UTF-8.", 0.99};
  }
  const Utf8Tally tally = tally_utf8(head);
  if (tally.characters > 2 * tally.wrong) {
    return {"UTF-8",
            "Nearly all of it is valid UTF-8; " + std::to_string(tally.wrong) + " of " +
                std::to_string(tally.characters + tally.wrong) + " characters are not and will be repaired.",
            0.85};
  }
  return judge_beyond_utf8(head.substr(0, enough_bytes));
}

}  // namespace imports
