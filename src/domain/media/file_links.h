#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"

namespace media {

/// Addresses of pictures that work for a while for whoever has them, without a login: that is how browsers load images.
class FileLinks {
 public:
  /// `secret`: SECRET_KEY; links made under `previous_secret` ("" for none) work, too. `prefix`: of the API, "/api/v1".
  FileLinks(std::string_view secret, std::string_view previous_secret, std::string prefix = "/api/v1");

  /// `size`: "original", "150". Valid for one to two weeks, and the same all week, so that browsers keep what they
  /// have.
  std::string link(std::string_view digest, std::string_view size, base::Timestamp now = base::Timestamp::now()) const;
  /// Fails with link_invalid, link_expired.
  base::Result<> check(std::string_view digest, std::string_view size, std::string_view expires,
                       std::string_view signature, base::Timestamp now = base::Timestamp::now()) const;

 private:
  std::string key_, previous_key_, prefix_;
};

inline constexpr base::ProblemKind link_invalid{"media.link_invalid", "Link to a picture is not valid", 403,
                                                base::LogLevel::info};
inline constexpr base::ProblemKind link_expired{"media.link_expired", "Link to a picture has expired", 403,
                                                base::LogLevel::info};

}  // namespace media
