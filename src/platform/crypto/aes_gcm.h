#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace platform::crypto {

/// What AES-256-GCM takes and adds, in bytes.
inline constexpr std::size_t aes_gcm_key_size = 32, aes_gcm_nonce_size = 12, aes_gcm_tag_size = 16;

/// The encrypted text and its tag. A nonce serves once under a key; `label` is not in the answer and vouched for too.
std::string aes_gcm_encrypt(std::string_view key, std::string_view nonce, std::string_view label,
                            std::string_view text);
/// Nothing when the text, its tag or its label is another one, or the key is.
std::optional<std::string> aes_gcm_decrypt(std::string_view key, std::string_view nonce, std::string_view label,
                                           std::string_view encrypted);

}  // namespace platform::crypto
