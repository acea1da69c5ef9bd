#include "domain/media/image_url.h"

#include "base/text.h"

namespace media {
namespace {

constexpr std::size_t longest_url = 2'000;

tl::unexpected<base::Problem> refused(std::string_view text, std::string_view why) {
  return base::failure(image_url_invalid,
                       "\"" + std::string(base::utf8_prefix(text, 200)) + "\" " + std::string(why) + ".",
                       "Correct the image column in the feed: full addresses that begin with https://.");
}

bool is_plain(char c) {
  return c > ' ' && c <= '~' && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append({'%', digits[byte >> 4U], digits[byte & 15U]});
  }
  return out;
}

/// "Host:443" of https -> "host".
std::string authority_of(std::string_view scheme, std::string_view written) {
  std::string authority = base::to_lower_ascii(written);
  const std::string_view usual = scheme == "https" ? ":443" : ":80";
  if (authority.ends_with(usual)) authority.resize(authority.size() - usual.size());
  return authority;
}

std::string_view host_in(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

}  // namespace

base::Result<ImageUrl> parse_image_url(std::string_view given) {
  const std::string_view text = base::trim(given);
  if (text.size() > longest_url) return refused(text, "is longer than 2,000 characters");
  if (!base::is_valid_utf8(text)) return refused({}, "holds bytes that are no text");
  std::string whole(text.substr(0, text.find('#')));
  if (whole.starts_with("//")) whole.insert(0, "https:");
  const std::size_t mark = whole.find("://");
  if (mark == std::string::npos) return refused(text, "is no full address");
  const std::string scheme = base::to_lower_ascii(std::string_view(whole).substr(0, mark));
  if (scheme != "http" && scheme != "https") return refused(text, "does not begin with http:// or https://");
  const std::string_view rest = std::string_view(whole).substr(mark + 3);
  const std::size_t end = std::min(rest.find_first_of("/?\\"), rest.size());
  const std::string authority = authority_of(scheme, rest.substr(0, end));
  const std::string_view host = host_in(authority);
  if (host.empty()) return refused(text, "names no host");
  if (authority.find('@') != std::string::npos) return refused(text, "holds a user name");
  if (escaped(authority) != authority) return refused(text, "has a host that cannot be read");
  std::string path = escaped(rest.substr(end));
  if (!path.starts_with('/')) path.insert(0, "/");
  return ImageUrl{scheme + "://" + authority + path, std::string(host)};
}

}  // namespace media
