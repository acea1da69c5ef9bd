#include "ops/checks/site.h"

#include <algorithm>

#include "ops/checks/address.h"

namespace ops {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t shown_of_a_body = 200;

std::string described(const Site::Answer& answer) {
  const std::string message = answer.text({"detail"});
  if (!message.empty()) return std::to_string(answer.status) + ": " + message;
  return std::to_string(answer.status) + (answer.body.empty() ? "" : ": " + answer.body.substr(0, shown_of_a_body));
}

}  // namespace

const boost::json::value& member_at(const boost::json::value& json, MemberPath path) {
  static const boost::json::value nothing;
  const boost::json::value* found = &json;
  for (const std::string_view name : path) {
    const auto* const object = found->if_object();
    found = object == nullptr ? nullptr : object->if_contains(name);
    if (found == nullptr) return nothing;
  }
  return *found;
}

std::string text_at(const boost::json::value& json, MemberPath path) {
  const auto* const text = member_at(json, path).if_string();
  return text == nullptr ? "" : std::string(*text);
}

std::int64_t number_at(const boost::json::value& json, MemberPath path) {
  const boost::json::value& value = member_at(json, path);
  return value.is_number() ? static_cast<std::int64_t>(value.to_number<double>()) : 0;
}

const boost::json::array& Site::Answer::items() const {
  static const boost::json::array none;
  const auto* const items = at({"items"}).if_array();
  return items == nullptr ? none : *items;
}

Site::Site(const SmokeOptions& options, platform::client::HttpClient client)
    : url_(options.url), authority_(options.authority), client_(std::move(client)) {
  while (url_.ends_with('/')) url_.pop_back();
  api_ = url_ + options.api_prefix;
}

base::Result<Site> Site::at(const SmokeOptions& options) {
  const auto address = address_in(options.url);
  if (!address) {
    return base::failure(site_address_invalid, "\"" + options.url + "\" is no address of a site.",
                         "Give it with http:// or https://, such as --url https://shop.example.");
  }
  outlive_hang_ups();
  // The site may well stand in the private network of whoever asks.
  ASSIGN_OR_RETURN(auto rules, platform::client::AddressRules::from(address->host));
  return Site(options, platform::client::HttpClient(std::move(rules)));
}

base::Result<Site::Answer> Site::exchange(const std::string& method, const std::string& url, std::string body,
                                          Headers headers) const {
  platform::client::HttpRequest request;
  request.method = method;
  request.url = url;
  request.body = std::move(body);
  request.headers = std::move(headers);
  request.timeouts = {.connect = 5s, .total = 30s};
  request.authority = authority_;
  // The password and the token are for this site alone.
  request.follow_redirects = 0;
  if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
  ASSIGN_OR_RETURN(auto got, client_.send(request));
  Answer answer{got.status, std::move(got.body), {}, got.duration};
  boost::json::error_code unreadable;
  answer.json = boost::json::parse(answer.body, unreadable);
  if (unreadable) answer.json = nullptr;
  return answer;
}

base::Result<Site::Answer> Site::ask(const std::string& method, const std::string& url, std::string body,
                                     Headers headers) const {
  ASSIGN_OR_RETURN(auto answer, exchange(method, url, std::move(body), std::move(headers)));
  if (answer.status >= 200 && answer.status < 300) return answer;
  const std::string what = method + " " + url.substr(url_.size());
  if (answer.status >= 300 && answer.status < 400) {
    return base::failure(site_refused, what + " leads elsewhere (" + std::to_string(answer.status) + ").",
                         "Give the address the site itself uses, with https:// where it does.");
  }
  std::string cure = answer.text({"cure"});
  if (cure.empty()) cure = "Look into the log of the process that answered, and of the proxy before it.";
  return base::failure(site_refused, what + " is answered " + described(answer), std::move(cure));
}

base::Result<Site::Answer> Site::post(const std::string& path, const boost::json::value& body) const {
  return send("POST", path, boost::json::serialize(body), {{"Content-Type", "application/json"}});
}

base::Result<Site::Answer> Site::send(const std::string& method, const std::string& path, std::string body,
                                      Headers headers) const {
  return ask(method, api_ + path, std::move(body), std::move(headers));
}

base::Result<Site::Answer> Site::look(const std::string& path) const {
  return exchange("GET", url_ + path, {}, {});
}

base::Result<Wire> Site::watch(const std::string& topics, std::chrono::milliseconds longest) const {
  const auto address = address_in(api_);
  if (!address) return base::failure(site_address_invalid, "\"" + api_ + "\" is no address.", "Check --url.");
  ASSIGN_OR_RETURN(Wire wire,
                   Wire::open({address->host, address->port, address->is_encrypted(), true, authority_, longest}));
  RETURN_IF_FAILED(wire.send("GET " + address->path + "/ws?topics=" + topics + " HTTP/1.1\r\nHost: " + address->host +
                             "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: c21va2Utb2YtYS1zaXRlIQ==\r\nAuthorization: Bearer " +
                             token_ + "\r\n\r\n"));
  ASSIGN_OR_RETURN(const std::string head, wire.receive_until("\r\n\r\n"));
  if (head.starts_with("HTTP/1.1 101")) return wire;
  return base::failure(
      site_refused, "The WebSocket is refused: " + head.substr(0, std::min<std::size_t>(head.find("\r\n"), 100)) + ".",
      "Check that the proxy lets WebSockets through (the header Upgrade).");
}

}  // namespace ops
