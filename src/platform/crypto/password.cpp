#include "platform/crypto/password.h"

#include <argon2.h>

#include <semaphore>
#include <stdexcept>

#include "platform/crypto/random.h"

namespace platform::crypto {
namespace {

constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;

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
    : cost_(cost), gate_(std::make_unique<Gate>(cost.at_once)), nobody_(hash(random_letters(salt_size))) {}

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
  const std::string today = "$argon2id$v=" + std::to_string(ARGON2_VERSION_NUMBER) +
                            "$m=" + std::to_string(cost_.memory_kib) + ",t=" + std::to_string(cost_.passes) +
                            ",p=" + std::to_string(cost_.lanes) + '$';
  return !encoded.starts_with(today);
}

}  // namespace platform::crypto
