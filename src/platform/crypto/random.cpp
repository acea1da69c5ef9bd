#include "platform/crypto/random.h"

#include <openssl/rand.h>

#include <stdexcept>
#include <string_view>

#include "platform/crypto/bytes.h"

namespace platform::crypto {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(writable_bytes(bytes), static_cast<int>(count)) != 1) {
    throw std::runtime_error("the system gives no random numbers");
  }
  return bytes;
}

std::string random_letters(std::size_t count) {
  constexpr std::string_view alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  static_assert(alphabet.size() == 32, "a byte's lowest five bits choose evenly");
  std::string letters = random_bytes(count);
  for (char& letter : letters) letter = alphabet[static_cast<unsigned char>(letter) & 31U];
  return letters;
}

}  // namespace platform::crypto
