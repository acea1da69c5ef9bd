#include "platform/client/url.h"

#include <curl/curl.h>

#include <memory>

#include "base/text.h"
#include "platform/client/address_rules.h"

namespace platform::client {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

constexpr unsigned reading = CURLU_URLENCODE | CURLU_DISALLOW_USER;
constexpr std::size_t longest_url = 8'000;

std::string part_of(const UrlHandle& handle, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(handle.get(), part, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return text;
}

tl::unexpected<base::Problem> refused(std::string message, std::string cure) {
  return base::failure(url_refused, std::move(message), std::move(cure), {.field = "url"});
}

tl::unexpected<base::Problem> refused(CURLUcode code) {
  switch (code) {
    case CURLUE_USER_NOT_ALLOWED:
      return refused("The URL holds a user name or a password.",
                     "Take what stands before the @ out of the URL, and give user and password in their own fields.");
    case CURLUE_BAD_SCHEME:
    case CURLUE_UNSUPPORTED_SCHEME:
      return refused("The URL does not begin with http:// or https://.",
                     "Write it in full, such as https://shop.example/prices.csv.");
    case CURLUE_BAD_PORT_NUMBER:
      return refused("The port in the URL is not a number from 1 to 65535.", "Correct the number after the colon.");
    default:
      break;
  }
  return refused(std::string("The URL cannot be read: ") + curl_url_strerror(code) + ".",
                 "Copy it again from where it comes, such as https://shop.example/prices.csv.");
}

std::string without_brackets(std::string host) {
  if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
  return host;
}

/// The host as somebody wrote it.
std::string_view written_host(std::string_view url) {
  const std::size_t colon = url.find(':');
  const std::size_t begin = colon == std::string_view::npos ? colon : url.find_first_not_of('/', colon + 1);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = url.substr(begin);
  return rest.substr(0, rest.find_first_of(rest.starts_with('[') ? "]/?#" : ":/?#"));
}

base::Result<Url> url_of(const UrlHandle& handle) {
  Url url;
  url.scheme = part_of(handle, CURLUPART_SCHEME);
  if (url.scheme != "http" && url.scheme != "https") return refused(CURLUE_UNSUPPORTED_SCHEME);
  curl_url_set(handle.get(), CURLUPART_FRAGMENT, nullptr, 0);
  url.host = base::to_lower_ascii(without_brackets(part_of(handle, CURLUPART_HOST)));
  url.port = part_of(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  url.text = part_of(handle, CURLUPART_URL);
  if (url.host.empty()) return refused(CURLUE_NO_HOST);
  if (!part_of(handle, CURLUPART_ZONEID).empty() || url.host.find('%') != std::string::npos)
    return refused("The host of the URL names a network interface.", "Leave out the % and what follows it.");
  return url;
}

// 0x7f.1, 2130706433, 0177.0.0.1, %31.1.1.1: what such a host means is settled differently by every program.
base::Result<> check_spelling(std::string_view text, const Url& url) {
  if (url.host.find(':') != std::string::npos || base::to_lower_ascii(written_host(text)) == url.host) return {};
  return refused("The host \"" + std::string(base::utf8_prefix(written_host(text), 100)) + "\" is an odd spelling of " +
                     url.host + ".",
                 "Write the name, or the address as four decimal numbers.");
}

}  // namespace

std::string Url::shown() const {
  return text.substr(0, text.find('?'));
}

base::Result<Url> parse_url(std::string_view text) {
  if (text.size() > longest_url) return refused("The URL is longer than 8,000 characters.", "Give a shorter one.");
  const UrlHandle handle(curl_url());
  const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), reading);
  if (code != CURLUE_OK) return refused(code);
  ASSIGN_OR_RETURN(Url url, url_of(handle));
  RETURN_IF_FAILED(check_spelling(text, url));
  return url;
}

base::Result<Url> follow(const Url& from, std::string_view location) {
  const UrlHandle handle(curl_url());
  CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, from.text.c_str(), reading);
  if (code == CURLUE_OK) code = curl_url_set(handle.get(), CURLUPART_URL, std::string(location).c_str(), reading);
  if (code != CURLUE_OK) return refused(code);
  ASSIGN_OR_RETURN(Url url, url_of(handle));
  // A location that names its host is judged like any URL; a relative one keeps the host it came from.
  if (url.host != from.host) {
    const bool has_scheme = base::to_lower_ascii(location.substr(0, 4)) == "http";
    RETURN_IF_FAILED(
        check_spelling(has_scheme ? std::string(location) : from.scheme + ":" + std::string(location), url));
  }
  return url;
}

}  // namespace platform::client
