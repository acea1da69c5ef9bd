#include "domain/suppliers/source_check.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "domain/suppliers/source_config.h"
#include "domain/suppliers/source_request.h"

namespace suppliers {
namespace {

using platform::client::Download;
using platform::client::HttpClient;
using platform::client::HttpRequest;

constexpr std::size_t beginning_size = 64U << 10U;
constexpr std::string_view web_page = "a web page";

/// What ends a download that has shown enough.
constexpr base::ProblemKind seen_enough{"source.seen_enough", "Enough has been read", 500, base::LogLevel::debug};

std::uint64_t since(std::chrono::steady_clock::time_point begun) {
  const auto passed = std::chrono::steady_clock::now() - begun;
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
}

std::string_view looks_like(std::string_view beginning) {
  if (beginning.starts_with("PK\x03\x04")) return "an XLSX workbook or a zip archive";
  if (beginning.starts_with("\x1f\x8b")) return "a gzip file";
  if (beginning.starts_with("\xd0\xcf\x11\xe0")) return "an XLS workbook";
  if (beginning.starts_with("\xff\xfe") || beginning.starts_with("\xfe\xff")) return "a text file in UTF-16";
  const std::string_view text = base::trim(beginning);
  const std::string start = base::to_lower_ascii(text.substr(0, 14));
  if (start.starts_with("<!doctype html") || start.starts_with("<html")) return web_page;
  if (start.starts_with('<')) return "XML";
  if (start.starts_with('{') || start.starts_with('[')) return "JSON";
  if (beginning.find('\0') != std::string_view::npos) return "a file of an unknown kind";
  return "CSV or other text";
}

class Checker {
 public:
  Checker(const SourceService& sources, const Source& source, const HttpClient& client)
      : sources_(sources), source_(source), client_(client) {}

  SourceCheck run() {
    check_.ok = static_cast<bool>(steps());
    if (check_.ok) check_.summary = "The source works: " + check_.steps.back().detail;
    return std::move(check_);
  }

 private:
  /// Does one step and keeps how it went; `work` gives what to say of it.
  template <class F>
  base::Result<> step(std::string name, F work) {
    const auto begun = std::chrono::steady_clock::now();
    base::Result<std::string> done = work();
    check_.steps.push_back({std::move(name), done.has_value(), done ? *done : done.error().message, since(begun)});
    if (done) return {};
    check_.summary = done.error().message;
    check_.problem = done.error();
    return base::failure(std::move(done).error());
  }

  base::Result<> steps() {
    if (source_.kind == SourceKind::upload) {
      return step("upload", [] { return std::string("Its files are sent in; there is nothing to connect to."); });
    }
    RETURN_IF_FAILED(step("address", [&] { return address(); }));
    RETURN_IF_FAILED(step("login", [&] { return login(); }));
    RETURN_IF_FAILED(step("request", [&] { return ask(); }));
    return step("content", [&] { return content(); });
  }

  base::Result<std::string> address() {
    ASSIGN_OR_RETURN(const HttpSourceConfig config, http_config_of(source_));
    RETURN_IF_FAILED(client_.rules().check_url(config.url));
    return "The address of \"" + host_of(config.url) + "\" may be used.";
  }

  base::Result<std::string> login() {
    ASSIGN_OR_RETURN(const Secrets secrets, sources_.secrets_of(source_));
    ASSIGN_OR_RETURN(request_, request_of(source_, secrets, client_));
    if (!request_.user.empty()) return "A user and a password are sent.";
    for (const auto& [name, value] : request_.headers) {
      if (name == "Authorization") return "A token is sent.";
    }
    return "No login is asked for by the source's settings.";
  }

  base::Result<std::string> ask() {
    request_.headers.emplace_back("Range", "bytes=0-" + std::to_string(beginning_size - 1));
    request_.timeouts.total = std::chrono::seconds(20);
    Download head;
    const auto keep = [&](std::span<const char> bytes) -> base::Result<> {
      beginning_.append(bytes.data(), bytes.size());
      if (beginning_.size() < beginning_size) return {};
      return base::failure(seen_enough, "Enough has been read.", "Nothing is to be done.");
    };
    const auto note = [&](const Download& begun) -> base::Result<> {
      head = begun;
      return check_status(begun.status, host_of(request_.url));
    };
    const auto begun = std::chrono::steady_clock::now();
    auto answer = client_.download(request_, keep, note);
    if (!answer && answer.error().kind != &seen_enough) return base::failure(std::move(answer).error());
    head_ = std::move(head);
    return "It answered " + std::to_string(head_.status) + " after " + std::to_string(since(begun)) + " ms.";
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
    ASSIGN_OR_RETURN(const std::string_view kind, check_beginning(beginning_, host_of(request_.url)));
    const std::string type = std::string(base::utf8_prefix(head_.header("content-type"), 100));
    return "It looks like " + std::string(kind) + ", " + size() + (type.empty() ? "" : ", sent as " + type) + ".";
  }

  const SourceService& sources_;
  const Source& source_;
  const HttpClient& client_;
  HttpRequest request_;
  Download head_;
  std::string beginning_;
  SourceCheck check_;
};

}  // namespace

base::Result<std::string_view> check_beginning(std::string_view beginning, std::string_view host) {
  const std::string named = '"' + std::string(host) + '"';
  if (beginning.empty()) {
    return base::failure(source_answer_unexpected, "The file of " + named + " is empty.",
                         "Ask the supplier whether this is the right address.");
  }
  const std::string_view kind = looks_like(beginning);
  if (kind != web_page) return kind;
  return base::failure(source_is_web_page, "What " + named + " gives is a web page, not a file.",
                       "It may ask for a login: open the address in a browser. Use the address of the file itself, and "
                       "give the source user and password or a token if it needs them.");
}

SourceCheck check_source(const SourceService& sources, const Source& source, const HttpClient& client) {
  return Checker(sources, source, client).run();
}

}  // namespace suppliers
