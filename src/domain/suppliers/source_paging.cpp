#include "domain/suppliers/source_paging.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

#include "base/text.h"
#include "domain/suppliers/json_slices.h"
#include "domain/suppliers/source_fields.h"
#include "domain/suppliers/source_request.h"
#include "platform/crypto/digest.h"

namespace suppliers {
namespace {

using platform::client::HttpClient;
using platform::client::HttpRequest;
using platform::client::HttpResponse;

constexpr std::uint64_t most_pages_when_absent = 10'000, most_pages_ever = 1'000'000, most_items_a_page = 100'000;
constexpr std::uint64_t largest_page = 64U << 20U;
constexpr int most_waits = 20;

bool is_one_of(const std::string& kind, std::initializer_list<std::string_view> kinds) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

/// Scheme, host and port: where credentials may go.
std::string_view origin_of(std::string_view url) {
  const std::size_t colon = url.find("://");
  return url.substr(0, url.find_first_of("/?#", colon == std::string_view::npos ? 0 : colon + 3));
}

/// `url` with name=value in its query, in place of one of that name.
std::string with_parameter(const std::string& url, const std::string& name, const std::string& value) {
  const std::size_t mark = url.find('?');
  std::string out = url.substr(0, mark) + "?";
  if (mark != std::string::npos) {
    for (const std::string_view part : base::split(std::string_view(url).substr(mark + 1), '&')) {
      if (!part.empty() && part.substr(0, part.find('=')) != name) out.append(part).append("&");
    }
  }
  return out + name + "=" + form_encoded(value);
}

/// The address of rel="next" in a Link header (RFC 8288).
std::string next_link(std::string_view header) {
  for (const std::string_view link : base::split(header, ',')) {
    const std::size_t open = link.find('<'), close = link.find('>');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) continue;
    const std::string rest = base::to_lower_ascii(link.substr(close + 1));
    if (rest.find("rel=\"next\"") != std::string::npos || rest.find("rel=next") != std::string::npos)
      return std::string(link.substr(open + 1, close - open - 1));
  }
  return {};
}

tl::unexpected<base::Problem> endless(const std::string& host, const std::string& how) {
  return base::failure(paging_endless, "The pages of \"" + host + "\" do not come to an end: " + how + ".",
                       "Check the fields of paging against the API's description; max_pages allows more pages.");
}

/// The pages of one API, one after the other.
class Pages {
 public:
  Pages(const HttpRequest& request, const PagingConfig& paging, const HttpClient& client,
        std::chrono::milliseconds pause)
      : request_(request), paging_(paging), client_(client), pause_(pause), position_(paging.first.value_or(first())) {
    request_.max_bytes = largest_page;
    request_.timeouts.total = std::chrono::minutes(5);
    if (paging_.size_parameter && paging_.size)
      request_.url = with_parameter(request_.url, *paging_.size_parameter, std::to_string(*paging_.size));
    if (counts()) request_.url = with_parameter(request_.url, *paging_.parameter, std::to_string(position_));
  }

  bool is_over() const { return is_over_; }
  std::uint64_t count() const { return count_; }

  /// The items of the next page.
  base::Result<std::vector<std::string>> next() {
    if (count_ >= paging_.max_pages.value_or(most_pages_when_absent))
      return endless(host(), "there are more than " + base::group_thousands(count_));
    ASSIGN_OR_RETURN(HttpResponse answer, ask());
    ++count_;
    if (!seen_.insert(platform::crypto::sha256_hex(request_.url)).second)
      return endless(host(), "page " + std::to_string(count_) + " is one that was there already");
    ASSIGN_OR_RETURN(const JsonPage page, JsonPage::parse(std::move(answer.body), host()));
    auto items = page.items(paging_.items.value_or(""));
    if (!items) return no_items();
    RETURN_IF_FAILED(check_repeated(*items));
    RETURN_IF_FAILED(turn(page, answer, items->size()));
    return *std::move(items);
  }

 private:
  bool counts() const { return paging_.kind == "page" || paging_.kind == "offset"; }
  std::int64_t first() const { return paging_.kind == "page" ? 1 : 0; }
  std::string host() const { return host_of(request_.url); }

  tl::unexpected<base::Problem> no_items() const {
    const std::string where = paging_.items ? "at \"" + *paging_.items + "\"" : "as a whole";
    return base::failure(source_answer_unexpected,
                         "Page " + std::to_string(count_) + " of \"" + host() + "\" is not an array " + where + ".",
                         "Check items of paging: it names where the array is, such as data.items.");
  }

  /// An API that ignores the number of the page gives the first one for ever.
  base::Result<> check_repeated(const std::vector<std::string>& items) {
    platform::crypto::Sha256 digest;
    for (const std::string& item : items) digest.add(item);
    std::string now = digest.hex();
    if (!items.empty() && now == page_before_)
      return endless(host(), "page " + std::to_string(count_) + " is the same as the one before");
    page_before_ = std::move(now);
    return {};
  }

  /// To the page after this one, if there is one.
  base::Result<> turn(const JsonPage& page, const HttpResponse& answer, std::size_t items) {
    if (counts()) {
      is_over_ = items == 0 || (paging_.size && items < *paging_.size);
      position_ += paging_.kind == "page" ? 1 : static_cast<std::int64_t>(items);
      request_.url = with_parameter(request_.url, *paging_.parameter, std::to_string(position_));
      return {};
    }
    std::string next = paging_.next ? page.scalar(*paging_.next) : next_link(answer.header("link"));
    is_over_ = next.empty();
    if (is_over_) return {};
    if (paging_.kind == "cursor") {
      request_.url = with_parameter(request_.url, *paging_.parameter, next);
      return {};
    }
    return follow(std::move(next));
  }

  base::Result<> follow(std::string next) {
    if (next.starts_with('/') && !next.starts_with("//")) next = std::string(origin_of(request_.url)) + next;
    if (next.starts_with('?')) next = request_.url.substr(0, request_.url.find('?')) + next;
    if (origin_of(next) == origin_of(request_.url)) {
      request_.url = std::move(next);
      return {};
    }
    return base::failure(platform::client::redirect_refused,
                         "The next page of \"" + host() + "\" is said to be on \"" +
                             std::string(base::utf8_prefix(host_of(next), 100)) + "\".",
                         "Login and headers are not sent to another server. Use that server's own address as url.");
  }

  base::Result<HttpResponse> ask() {
    int waits = 0, drops = 0;
    for (;;) {
      auto answer = client_.send(request_);
      if (!answer) {
        constexpr int most_drops = 5;
        if (!is_drop(answer.error()) || ++drops > most_drops) return base::failure(std::move(answer).error());
        RETURN_IF_FAILED(wait_for(pause_ * (1 << drops) / 2, request_.should_stop));
        continue;
      }
      const auto asked_to_wait = retry_after(*answer);
      if (!asked_to_wait || ++waits > most_waits) {
        RETURN_IF_FAILED(check_status(answer->status, host()));
        return answer;
      }
      RETURN_IF_FAILED(wait_for(*asked_to_wait, request_.should_stop));
    }
  }

  /// How long an API that is asked too often wants to be left alone; nothing when it is no such answer, or too long.
  static std::optional<std::chrono::milliseconds> retry_after(const HttpResponse& answer) {
    constexpr int usual = 5, longest = 300;
    if (answer.status != 429 && answer.status != 503) return std::nullopt;
    const std::string_view text = answer.header("retry-after");
    int seconds = usual;
    if (answer.status == 503 && text.empty()) return std::nullopt;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (seconds < 0 || seconds > longest) return std::nullopt;
    return std::chrono::seconds(seconds);
  }

  HttpRequest request_;
  const PagingConfig& paging_;
  const HttpClient& client_;
  std::chrono::milliseconds pause_;
  std::int64_t position_;
  std::uint64_t count_ = 0;
  std::set<std::string> seen_;
  std::string page_before_;
  bool is_over_ = false;
};

}  // namespace

base::Result<> check_paging(const PagingConfig& paging) {
  if (!is_one_of(paging.kind, {"page", "offset", "cursor", "link"})) {
    return invalid("config.paging.kind",
                   "The kind of paging \"" + std::string(base::utf8_prefix(paging.kind, 60)) + "\" is not known.",
                   "Use page, offset, cursor or link.");
  }
  RETURN_IF_FAILED(check_text("paging.items", paging.items));
  RETURN_IF_FAILED(check_text("paging.parameter", paging.parameter));
  RETURN_IF_FAILED(check_text("paging.size_parameter", paging.size_parameter));
  RETURN_IF_FAILED(check_text("paging.next", paging.next));
  const bool needs_parameter = paging.kind != "link";
  if (needs_parameter != paging.parameter.has_value()) {
    return invalid(
        "config.paging.parameter",
        needs_parameter ? "The parameter of the URL is missing." : "A link needs no parameter of the URL.",
        needs_parameter ? "Give the name that the API uses, such as page, offset or cursor." : "Leave it out.");
  }
  if (paging.kind == "cursor" && !paging.next)
    return invalid("config.paging.next", "The place of the next cursor is missing.",
                   "Say where an answer holds it, such as meta.next_cursor.");
  if (paging.size_parameter && !paging.size)
    return invalid("config.paging.size", "size_parameter needs a size.", "Give how many items a page has.");
  if (paging.size && (*paging.size == 0 || *paging.size > most_items_a_page))
    return invalid("config.paging.size", "size is out of range.", "Give a number from 1 to 100000.");
  if (paging.max_pages && (*paging.max_pages == 0 || *paging.max_pages > most_pages_ever))
    return invalid("config.paging.max_pages", "max_pages is out of range.", "Give a number from 1 to 1000000.");
  return {};
}

base::Result<> download_pages(const HttpRequest& request, const PagingConfig& paging, const HttpClient& client,
                              const FetchOrder& order) {
  Pages pages(request, paging, client, order.options.pause);
  while (!pages.is_over()) {
    ASSIGN_OR_RETURN(const auto items, pages.next());
    for (const std::string& item : items) {
      RETURN_IF_FAILED(take_bounded(order.file, item + "\n", request.max_bytes, host_of(request.url), order.options));
    }
  }
  return {};
}

base::Result<std::string> check_first_page(const HttpRequest& request, const PagingConfig& paging,
                                           const HttpClient& client) {
  Pages pages(request, paging, client, std::chrono::milliseconds(100));
  ASSIGN_OR_RETURN(const auto items, pages.next());
  return "The first page holds " + base::group_thousands(items.size()) + " items; " +
         (pages.is_over() ? "it is the only one." : "there are more.");
}

}  // namespace suppliers
