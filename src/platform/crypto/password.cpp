#include "platform/crypto/password.h"

#include <argon2.h>

#include <algorithm>
#include <semaphore>
#include <stdexcept>

#include "platform/crypto/encoding.h"
#include "platform/crypto/random.h"

namespace platform::crypto {
namespace {

constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;

/// What an encoded hash of this cost begins with.
std::string beginning_of(const PasswordCost& cost) {
  return "$argon2id$v=" + std::to_string(ARGON2_VERSION_NUMBER) + "$m=" + std::to_string(cost.memory_kib) +
         ",t=" + std::to_string(cost.passes) + ",p=" + std::to_string(cost.lanes) + '$';
}

/// The encoded hash of no password: chance instead of the result, so that nothing is computed at every start.
std::string hash_of_nothing(const PasswordCost& cost) {
  std::string text = to_base64url(random_bytes(salt_size)) + '$' + to_base64url(random_bytes(hash_size));
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  return beginning_of(cost) + text;
}

}  // namespace

struct PasswordHasher::Gate {
  explicit Gate(std::uint32_t at_once) : places(static_cast<std::ptrdiff_t>(at_once)) {}

  /// A place, held while one hash is computed.
  class Place {
   public:
    explicit Place(Gate& gate) : gate_(gate) { gate_.places.acquire(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { gate_.places.release(); }

   private:
    Gate& gate_;
  };

  std::counting_semaphore<> places;
};

PasswordHasher::PasswordHasher(PasswordCost cost)
    : cost_(cost), gate_(std::make_unique<Gate>(cost.at_once)), nobody_(hash_of_nothing(cost)) {}

PasswordHasher::~PasswordHasher() = default;

std::string PasswordHasher::hash(std::string_view password) const {
  const Gate::Place place(*gate_);
  const std::string salt = random_bytes(salt_size);
  std::string encoded(argon2_encodedlen(cost_.passes, cost_.memory_kib, cost_.lanes, salt_size, hash_size, Argon2_id),
                      '\0');
  const int outcome =
      argon2id_hash_encoded(cost_.passes, cost_.memory_kib, cost_.lanes, password.data(), password.size(), salt.data(),
                            salt.size(), hash_size, encoded.data(), encoded.size());
  if (outcome != ARGON2_OK) throw std::runtime_error(std::string("Argon2id: ") + argon2_error_message(outcome));
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool PasswordHasher::verify(std::string_view password, const std::string& encoded) const {
  const Gate::Place place(*gate_);
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool PasswordHasher::verify_nobody(std::string_view password) const {
  static_cast<void>(verify(password, nobody_));
  return false;
}

bool PasswordHasher::is_outdated(std::string_view encoded) const {
  return !encoded.starts_with(beginning_of(cost_));
}

}  // namespace platform::crypto
