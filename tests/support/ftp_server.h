#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/local_server.h"

namespace test {

/// An FTP server that behaves as badly as a test wants. It has one file.
class BadFtpServer {
 public:
  struct Manners {
    std::string content = "sku;name\nA1;Four\n";
    std::uint64_t said_size = 0;  ///< what SIZE says; 0: the truth
    std::size_t drops_after = 0;  ///< the first transfer breaks off after so many bytes; 0: it does not
    std::string passive_host{};   ///< what PASV names, with commas; "" for the truth
    bool knows_epsv = true, knows_rest = true;
  };

  explicit BadFtpServer(Manners manners) : manners_(std::move(manners)) {}

  std::string port() const {
    const std::string url = control_.url("");
    return url.substr(url.rfind(':') + 1);
  }
  /// All commands so far.
  std::vector<std::string> commands() const {
    const std::scoped_lock lock(mutex_);
    return commands_;
  }

 private:
  static std::string line_of(RawPeer& peer) {
    std::string line;
    char byte = 0;
    while (::recv(peer.socket(), &byte, 1, 0) == 1 && byte != '\n') line += byte;
    while (line.ends_with('\r')) line.pop_back();
    return line;
  }

  void serve(RawPeer& peer) {
    peer.send("220 ready\r\n");
    std::uint64_t offset = 0;
    for (std::string line = line_of(peer); !line.empty(); line = line_of(peer)) {
      {
        const std::scoped_lock lock(mutex_);
        commands_.push_back(line);
      }
      const std::string verb = line.substr(0, 4);
      if (verb == "REST" && manners_.knows_rest) offset = std::stoull(line.substr(5));
      if (verb == "RETR") {
        if (!send_file(peer, offset)) return;
        offset = 0;
      } else {
        peer.send(reply_to(verb) + "\r\n");
      }
    }
  }

  std::string reply_to(const std::string& verb) {
    if (verb == "USER") return "331 password please";
    if (verb == "PASS") return "230 welcome";
    if (verb == "PWD") return "257 \"/\" is here";
    if (verb == "EPSV") return manners_.knows_epsv ? "229 here (|||" + data_port() + "|)" : "500 what?";
    if (verb == "PASV") return passive();
    if (verb == "TYPE" || verb.starts_with("CWD")) return "200 fine";
    if (verb == "SIZE")
      return "213 " + std::to_string(manners_.said_size > 0 ? manners_.said_size : manners_.content.size());
    if (verb == "MDTM") return "213 20260102030405";
    if (verb == "REST") return manners_.knows_rest ? "350 go on" : "502 not here";
    if (verb == "QUIT") return "221 bye";
    return "500 what?";
  }

  std::string data_port() const {
    const std::string url = data_.url("");
    return url.substr(url.rfind(':') + 1);
  }
  std::string passive() const {
    const int port = std::stoi(data_port());
    const std::string host = manners_.passive_host.empty() ? "127,0,0,1" : manners_.passive_host;
    return "227 here (" + host + "," + std::to_string(port / 256) + "," + std::to_string(port % 256) + ")";
  }

  bool send_file(RawPeer& peer, std::uint64_t offset) {
    const bool drops = manners_.drops_after > 0 && transfers_++ == 0;
    const std::string rest = manners_.content.substr(static_cast<std::size_t>(offset));
    {
      const std::scoped_lock lock(mutex_);
      to_send_ = drops ? rest.substr(0, manners_.drops_after) : rest;
      is_asked_ = true;
    }
    peer.send("150 here it comes\r\n");
    while (is_sending()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    if (drops) return false;
    peer.send("226 done\r\n");
    return true;
  }
  bool is_sending() const {
    const std::scoped_lock lock(mutex_);
    return is_asked_;
  }
  void send_data(RawPeer& peer) {
    for (int tries = 0; tries < 2'000; ++tries) {
      {
        const std::scoped_lock lock(mutex_);
        if (is_asked_) {
          peer.send(to_send_);
          ::shutdown(peer.socket(), SHUT_WR);
          is_asked_ = false;
          return;
        }
      }
      char byte = 0;
      if (::recv(peer.socket(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0) return;  // given up by the other side
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  Manners manners_;
  mutable std::mutex mutex_;
  std::vector<std::string> commands_;
  std::string to_send_;
  bool is_asked_ = false;
  int transfers_ = 0;
  RawServer data_{[this](RawPeer& peer) { send_data(peer); }};
  RawServer control_{[this](RawPeer& peer) { serve(peer); }};
};

}  // namespace test
