#include "platform/crypto/key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include "base/uuid.h"
#include "platform/crypto/random.h"

namespace platform::crypto {
namespace {

constexpr std::size_t secret_length = 52;  // 260 bits

tl::unexpected<base::Problem> unusable(const std::filesystem::path& file, const std::string& reason) {
  return base::failure(key_file_unusable, "The key file " + file.string() + " cannot be used: " + reason + '.',
                       "Make the folder writable, or set SECRET_KEY and JWT_SECRET_KEY.");
}

bool write_private(const std::filesystem::path& file, const std::string& text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return false;
  const bool is_written =
      ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  return ::close(descriptor) == 0 && is_written;
}

std::string first_line(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  std::getline(in, line);
  return line;
}

}  // namespace

base::Result<std::string> secret_in(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    std::filesystem::create_directories(file.parent_path(), error);
    const std::filesystem::path draft = file.string() + '.' + base::Uuid::generate().to_string();
    const bool is_written = write_private(draft, random_letters(secret_length));
    const int reason = errno;
    // A link appears whole or not at all, and only for the first of several processes.
    if (is_written) std::filesystem::create_hard_link(draft, file, error);
    std::error_code ignored;
    std::filesystem::remove(draft, ignored);
    if (!is_written) return unusable(file, std::generic_category().message(reason));
  }
  const std::string secret = first_line(file);
  if (secret.size() < secret_length) return unusable(file, "it holds no key");
  return secret;
}

}  // namespace platform::crypto
