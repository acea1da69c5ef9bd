#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace platform::db {

/// An exclusive lock on a file, held as long as this lives or until its process dies. Two of them in one process
/// exclude each other too. The file itself stays: removing it would let two holders in.
class LockFile {
 public:
  /// Nothing when somebody else holds it. Fails when the file cannot be opened.
  static base::Result<std::optional<LockFile>> try_take(const std::string& path);

  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

 private:
  explicit LockFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace platform::db
