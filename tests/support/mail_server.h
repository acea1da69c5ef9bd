#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "support/process.h"
#include "support/temporary_folder.h"

namespace test {

/// A key and its certificate for localhost, made for this run.
class Certificate {
 public:
  Certificate() {
    Process openssl({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                     "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                     "-keyout", key(), "-out", file()},
                    {});
    const Finished finished = openssl.wait();
    if (finished.exit_code != 0) throw std::runtime_error("no certificate was made: " + finished.err);
  }
  std::string file() const { return (folder_ / "certificate.pem").string(); }
  std::string key() const { return (folder_ / "key.pem").string(); }

 private:
  TemporaryFolder folder_;
};

/// A real mail server (aiosmtpd) on a port of this machine; what it received is parsed by Python's mail library.
class MailServer {
 public:
  explicit MailServer(const std::vector<std::string>& options = {}) {
    std::vector<std::string> command{"/usr/bin/python3", PROJECT_DIR "/tests/support/mail_server.py",
                                     folder_.path().string()};
    command.insert(command.end(), options.begin(), options.end());
    process_ = std::make_unique<Process>(command, std::map<std::string, std::string>{});
    const auto file = folder_ / "port";
    while (!std::filesystem::exists(file)) {
      if (process_->ends_within(std::chrono::milliseconds(20))) {
        throw std::runtime_error("the mail server did not start: " + process_->wait().err);
      }
    }
    std::ifstream(file) >> port_;
  }

  unsigned short port() const { return port_; }

  /// Everything received so far, in order.
  std::vector<boost::json::object> mails() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<boost::json::object> all;
    for (const auto& path : files) {
      std::ifstream file(path);
      all.push_back(boost::json::parse(std::string(std::istreambuf_iterator<char>(file), {})).as_object());
    }
    return all;
  }
  /// The same once there are so many; fewer when they do not come in time.
  std::vector<boost::json::object> wait_for(std::size_t count) const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (mails().size() < count && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return mails();
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Process> process_;
  unsigned short port_ = 0;
};

}  // namespace test
