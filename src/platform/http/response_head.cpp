#include "platform/http/response_head.h"

#include <array>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <ctime>

namespace platform::http {
namespace {

void append_plain(std::string& out, std::string_view text) {
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  append_plain(out, name);
  out += ": ";
  append_plain(out, value);
  out += "\r\n";
}

// IMF-fixdate, made once a second and thread.
std::string_view date_now() {
  thread_local std::time_t made_at = 0;
  thread_local std::array<char, 32> text{};
  thread_local std::size_t length = 0;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    made_at = now;
  }
  return {text.data(), length};
}

}  // namespace

bool is_bodyless(unsigned status) {
  return status == 204 || status == 304 || status < 200;
}

std::string response_head(const Response& response, const Framing& framing) {
  std::string out;
  constexpr std::size_t usual = 768;
  out.reserve(usual);
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out +=
      std::string_view(boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(response.status)));
  out += "\r\n";
  append_header(out, "Date", date_now());
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  if (framing.is_chunked) {
    append_header(out, "Transfer-Encoding", "chunked");
  } else if (framing.length && !is_bodyless(response.status)) {
    append_header(out, "Content-Length", std::to_string(*framing.length));
  }
  append_header(out, "Connection", framing.keeps_alive ? "keep-alive" : "close");
  out += "\r\n";
  return out;
}

}  // namespace platform::http
