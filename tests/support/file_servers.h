#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "base/text.h"
#include "base/timestamp.h"
#include "base/uuid.h"

namespace test {

/// What tests/support/with-file-servers says. Without it a test fails: skipping would hide that it never ran.
inline std::string file_servers_value(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr || *value == '\0') {
    throw std::runtime_error(std::string(name) +
                             " is not set. Run the tests with `make test`, or put tests/support/with-file-servers "
                             "before the test program.");
  }
  return value;
}

inline std::filesystem::path file_servers_folder() {
  return file_servers_value("TEST_FILE_SERVERS");
}

/// A file beside the servers, such as a key, without the line break at its end.
inline std::string file_servers_text(const std::string& name) {
  std::ifstream in(file_servers_folder() / name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return std::string(base::trim(text)) + (text.find('\n') + 1 < text.size() ? "\n" : "");
}

/// A folder of its own for one test, which the FTP and SFTP servers show.
class ServedFolder {
 public:
  ServedFolder() { std::filesystem::create_directories(path_); }
  ServedFolder(const ServedFolder&) = delete;
  ServedFolder& operator=(const ServedFolder&) = delete;
  ~ServedFolder() { std::filesystem::remove_all(path_); }

  /// As FTP names it, from where the login ends up.
  std::string ftp_path(const std::string& name) const { return name_ + "/" + name; }
  /// From the root of the server.
  std::string full_path(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

  /// Puts a file there that was changed so many hours ago.
  void put(const std::string& name, const std::string& text, int hours_ago = 1) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    std::filesystem::last_write_time(path_ / name,
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(hours_ago));
  }

 private:
  std::string name_ = base::Uuid::generate().to_string();
  std::filesystem::path path_ = file_servers_folder() / "files" / name_;
};

}  // namespace test
