#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/uuid.h"
#include "platform/storage/s3_options.h"
#include "support/free_port.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace test {

/// What tests/support/with-s3 says. Without it a test fails: skipping would hide that it never ran.
inline std::string s3_variable(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr || *value == '\0') {
    throw std::runtime_error(std::string(name) +
                             " is not set. Run the tests with `make test`, or put tests/support/with-s3 before the "
                             "test program.");
  }
  return value;
}

/// Options for the server at `endpoint`, with buckets nobody else uses.
inline platform::storage::S3Options s3_options(const std::string& endpoint, const std::filesystem::path& cache) {
  platform::storage::S3Options options;
  options.endpoint = endpoint;
  options.credentials = {s3_variable("TEST_S3_ACCESS_KEY"), s3_variable("TEST_S3_SECRET_KEY")};
  options.cache_folder = cache;
  options.first_wait = std::chrono::milliseconds(20);
  const std::string mark = base::Uuid::generate().to_string();
  for (auto& [name, bucket] : options.buckets) bucket = name.substr(0, 9) + "-" + mark;
  return options;
}
inline platform::storage::S3Options s3_options(const std::filesystem::path& cache) {
  return s3_options(s3_variable("TEST_S3_ENDPOINT"), cache);
}

/// A socket connected to a port of this machine; -1 when nobody listens there.
inline int connect_to(unsigned short port) {
  const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return connection;
  ::close(connection);
  return -1;
}

/// A server of the test's own, which it may stop and start again; what it keeps stays.
class OwnS3Server {
 public:
  explicit OwnS3Server(std::vector<std::string> more = {}) : more_(std::move(more)), port_(free_port()) {
    std::filesystem::create_directory(folder_ / "objects");
    std::filesystem::create_directory(folder_ / "attributes");
    start();
  }

  void start() {
    std::vector<std::string> command{s3_variable("TEST_S3_PROGRAM"), "--quiet", "--port",
                                     "127.0.0.1:" + std::to_string(port_)};
    command.insert(command.end(), more_.begin(), more_.end());
    const std::vector<std::string> where{"posix", "--sidecar", folder_ / "attributes", folder_ / "objects"};
    command.insert(command.end(), where.begin(), where.end());
    process_ = std::make_unique<Process>(
        command, std::map<std::string, std::string>{{"ROOT_ACCESS_KEY", s3_variable("TEST_S3_ACCESS_KEY")},
                                                    {"ROOT_SECRET_KEY", s3_variable("TEST_S3_SECRET_KEY")}});
    for (int i = 0; i < 500; ++i) {
      const int connection = connect_to(port_);
      if (connection >= 0) ::close(connection);
      if (connection >= 0) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("the S3 server does not start");
  }
  /// As the kernel would when memory is short.
  void kill() { process_.reset(); }

  unsigned short port() const { return port_; }
  std::string endpoint(const std::string& host = "127.0.0.1") const { return host + ":" + std::to_string(port_); }

 private:
  TemporaryFolder folder_;
  std::vector<std::string> more_;
  unsigned short port_;
  std::unique_ptr<Process> process_;
};

}  // namespace test
