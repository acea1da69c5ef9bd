// Files behind an address, and APIs that give theirs page by page.
#include "domain/suppliers/source_http.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/http_date.h"
#include "base/text.h"
#include "domain/suppliers/source_config.h"
#include "domain/suppliers/source_kinds.h"
#include "domain/suppliers/source_paging.h"
#include "domain/suppliers/source_request.h"

namespace suppliers {
namespace {

using platform::client::Download;
using platform::client::HttpClient;
using platform::client::HttpRequest;

/// Asks for the file only if it is another one than last time.
void make_conditional(HttpRequest& request, const SourceState& last) {
  if (!last.etag.empty()) request.headers.emplace_back("If-None-Match", last.etag);
  if (!last.last_modified.empty()) request.headers.emplace_back("If-Modified-Since", last.last_modified);
}

class HttpReader final : public SourceReader {
 public:
  HttpReader(Source source, Secrets secrets, const HttpClient& client)
      : source_(std::move(source)), secrets_(std::move(secrets)), client_(client) {}

  base::Result<> check(CheckSteps& steps) override {
    RETURN_IF_FAILED(steps.step("address", [&] { return address(); }));
    RETURN_IF_FAILED(steps.step("login", [&] { return login(); }));
    if (config_.paging)
      return steps.step("content", [&] { return check_first_page(request_, *config_.paging, client_); });
    RETURN_IF_FAILED(steps.step("request", [&] { return ask(); }));
    return steps.step("content", [&] { return content(); });
  }

  base::Result<Fetched> fetch(const FetchOrder& order) override {
    ASSIGN_OR_RETURN(config_, http_config_of(source_));
    ASSIGN_OR_RETURN(request_, request_of(source_, secrets_, client_));
    constexpr std::chrono::hours longest{6};
    request_.timeouts.total = longest;
    request_.should_stop = order.should_stop;
    if (config_.paging) return fetch_pages(order);
    make_conditional(request_, order.last);
    ASSIGN_OR_RETURN(const DownloadResult got, download_file(client_, request_, order.file, order.options));
    Fetched fetched;
    fetched.drops = got.drops;
    if (got.head.status == 304) {
      fetched.outcome = Fetched::Outcome::unchanged;
      fetched.message = "The server says that the file is the same";
      return fetched;
    }
    fetched.etag = got.head.header("etag");
    fetched.last_modified = got.head.header("last-modified");
    fetched.file_name = file_name_of(source_, got.head.header("content-disposition"), got.head.final_url);
    const auto now = base::http_date(fetched.last_modified), before = base::http_date(order.last.last_modified);
    if (now && before && *now < *before) {
      fetched.outcome = Fetched::Outcome::older;
      fetched.message = "The file of " + fetched.last_modified + " is older than the one imported last, of " +
                        order.last.last_modified + " (fetch with force to import it)";
    }
    return fetched;
  }

 private:
  base::Result<Fetched> fetch_pages(const FetchOrder& order) {
    RETURN_IF_FAILED(download_pages(request_, *config_.paging, client_, order));
    Fetched fetched;
    fetched.file_name = file_name_of(source_, "", request_.url.substr(0, request_.url.find('?')));
    if (!config_.file_name) fetched.file_name += ".ndjson";
    return fetched;
  }

  base::Result<std::string> address() {
    ASSIGN_OR_RETURN(config_, http_config_of(source_));
    RETURN_IF_FAILED(client_.rules().check_url(config_.url));
    return "The address of \"" + host_of(config_.url) + "\" may be used.";
  }

  base::Result<std::string> login() {
    ASSIGN_OR_RETURN(request_, request_of(source_, secrets_, client_));
    request_.timeouts.total = std::chrono::seconds(20);
    if (!request_.user.empty()) return "A user and a password are sent.";
    for (const auto& [name, value] : request_.headers) {
      if (name == "Authorization") return "A token is sent.";
    }
    return "No login is asked for by the source's settings.";
  }

  base::Result<std::string> ask() {
    request_.headers.emplace_back("Range", "bytes=0-" + std::to_string(beginning_size - 1));
    const auto note = [&](const Download& begun) -> base::Result<> {
      head_ = begun;
      return check_status(begun.status, host_of(request_.url));
    };
    const auto begun = std::chrono::steady_clock::now();
    auto answer = client_.download(request_, beginning_.sink(), note);
    if (!answer && answer.error().kind != &seen_enough) return base::failure(std::move(answer).error());
    const auto passed = std::chrono::steady_clock::now() - begun;
    return "It answered " + std::to_string(head_.status) + " after " +
           std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count()) + " ms.";
  }

  /// Of the whole file, when the server says it.
  std::string size() const {
    const std::string_view range = head_.header("content-range");
    const std::string_view whole = head_.status == 206 ? range.substr(std::min(range.size(), range.rfind('/') + 1))
                                                       : head_.header("content-length");
    const bool is_number = !whole.empty() && whole.size() < 18 && std::ranges::all_of(whole, base::is_digit);
    return is_number ? base::group_thousands(std::stoull(std::string(whole))) + " bytes" : "a size it does not say";
  }

  base::Result<std::string> content() {
    ASSIGN_OR_RETURN(const std::string_view kind, check_beginning(beginning_.bytes(), host_of(request_.url)));
    const std::string type = std::string(base::utf8_prefix(head_.header("content-type"), 100));
    return "It looks like " + std::string(kind) + ", " + size() + (type.empty() ? "" : ", sent as " + type) + ".";
  }

  Source source_;
  Secrets secrets_;
  const HttpClient& client_;
  HttpSourceConfig config_;
  HttpRequest request_;
  Download head_;
  Beginning beginning_;
};

}  // namespace

constinit const SourceKindRules http_kind{
    SourceKind::http,
    [](std::string_view config, const SourceBorders& borders) { return checked_http_config(config, borders.rules); },
    &check_http_secret, &check_http_login,
    [](const Source& source, const Secrets& secrets,
       const SourceTools& tools) -> base::Result<std::unique_ptr<SourceReader>> {
      return std::make_unique<HttpReader>(source, secrets, tools.client);
    }};

}  // namespace suppliers
