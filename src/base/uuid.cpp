#include "base/uuid.h"

#include <chrono>
#include <cstring>
#include <random>

namespace base {
namespace {

constexpr std::uint64_t tail_mask = (std::uint64_t{1} << 62U) - 1;
constexpr std::uint32_t head_mask = (1U << 12U) - 1;

// One per thread. Within a millisecond the 74 random bits grow by a random step (RFC 9562 section 6.2, method 2), and a
// clock set back does not make the next UUID sort lower.
class Generator {
 public:
  Generator() {
    std::random_device system;
    std::seed_seq seed{system(), system(), system(), system(), system(), system(), system(), system()};
    random_.seed(seed);
  }

  std::array<std::uint8_t, 16> next() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    const auto now =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
    if (now > milliseconds_) {
      restart(now);
    } else {
      grow();
    }
    return assemble();
  }

 private:
  void restart(std::uint64_t milliseconds) {
    milliseconds_ = milliseconds;
    head_ = static_cast<std::uint32_t>(random_()) & head_mask;
    tail_ = random_() & tail_mask;
  }

  void grow() {
    const std::uint64_t step = (random_() & 0xFFFFFFFFU) + 1;
    tail_ += step;
    if (tail_ <= tail_mask) return;
    tail_ &= tail_mask;
    if (++head_ > head_mask) restart(milliseconds_ + 1);
  }

  std::array<std::uint8_t, 16> assemble() const {
    const std::uint64_t high = (milliseconds_ << 16U) | 0x7000U | head_;
    const std::uint64_t low = (std::uint64_t{2} << 62U) | tail_;
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
      bytes[i] = static_cast<std::uint8_t>(high >> (56U - 8U * i));
      bytes[8 + i] = static_cast<std::uint8_t>(low >> (56U - 8U * i));
    }
    return bytes;
  }

  std::mt19937_64 random_;
  std::uint64_t milliseconds_ = 0;
  std::uint32_t head_ = 0;
  std::uint64_t tail_ = 0;
};

constexpr bool is_dash_position(std::size_t at) {
  return at == 8 || at == 13 || at == 18 || at == 23;
}

constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Uuid Uuid::generate() {
  thread_local Generator generator;
  return Uuid(generator.next());
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  std::size_t nibble = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_dash_position(at)) {
      if (text[at] != '-') return std::nullopt;
      continue;
    }
    const int value = hex_value(text[at]);
    if (value < 0) return std::nullopt;
    std::uint8_t& byte = bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(byte * 16 + value);
    ++nibble;
  }
  return Uuid(bytes);
}

std::string Uuid::to_string() const {
  std::string out;
  out.reserve(36);
  append_to(out);
  return out;
}

void Uuid::append_to(std::string& out) const {
  constexpr std::string_view hex = "0123456789abcdef";
  std::array<char, 36> text{};
  std::size_t nibble = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_dash_position(at)) {
      text[at] = '-';
      continue;
    }
    const std::uint8_t byte = bytes_[nibble / 2];
    text[at] = hex[nibble % 2 == 0 ? byte >> 4U : byte & 0xFU];
    ++nibble;
  }
  out.append(text.data(), text.size());
}

Timestamp Uuid::time() const {
  std::int64_t milliseconds = 0;
  for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds * 256 + bytes_[i];
  return Timestamp(milliseconds * 1000);
}

}  // namespace base

std::size_t std::hash<base::Uuid>::operator()(const base::Uuid& uuid) const noexcept {
  std::uint64_t halves[2] = {};
  std::memcpy(halves, uuid.bytes().data(), sizeof halves);
  // The random bits lie in the middle of the bytes; multiplying and folding brings them down to the lowest.
  std::uint64_t mixed = (halves[0] ^ (halves[1] * 0x9E3779B97F4A7C15U)) * 0xFF51AFD7ED558CCDU;
  mixed ^= mixed >> 32U;
  mixed *= 0xC4CEB9FE1A85EC53U;
  return static_cast<std::size_t>(mixed ^ (mixed >> 29U));
}
