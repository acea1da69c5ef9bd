#include "platform/storage/s3_transport.h"

#include <curl/curl.h>

#include <array>
#include <exception>
#include <mutex>
#include <stdexcept>

#include "base/text.h"

namespace platform::storage {
namespace {

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

constexpr std::size_t longest_body = 16U << 20U;  // a page of a listing is the longest
constexpr std::size_t most_idle = 16;

Handle make_handle() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);  // once a process
  Handle handle(ready == CURLE_OK ? curl_easy_init() : nullptr);
  if (!handle) throw std::runtime_error("libcurl cannot be set up");
  return handle;
}

/// What the library's callbacks work on. Nothing thrown may pass through the library: it waits here.
struct Exchange {
  const S3Request& request;
  CURL* handle;
  std::size_t sent = 0;
  S3Answer answer{};
  std::optional<base::Problem> problem{};
  std::exception_ptr thrown{};

  bool take_head(std::string_view line) {
    const std::string_view trimmed = base::trim(line);
    if (trimmed.starts_with("HTTP/")) answer.headers.clear();
    const std::size_t colon = trimmed.find(':');
    if (colon == std::string_view::npos || answer.headers.size() > 200) return true;
    answer.headers.emplace_back(base::to_lower_ascii(trimmed.substr(0, colon)), base::trim(trimmed.substr(colon + 1)));
    return true;
  }
  bool take_body(std::span<const char> bytes) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    const bool is_wanted = request.wants_part ? status == 206 : status >= 200 && status < 300;
    if (request.sink == nullptr || !is_wanted) {
      if (answer.body.size() + bytes.size() > longest_body) return false;
      answer.body.append(bytes.data(), bytes.size());
      return true;
    }
    auto taken = (*request.sink)(bytes);
    if (taken) answer.bytes += bytes.size();
    if (!taken) problem = std::move(taken).error();
    return !problem;
  }
  template <class F>
  bool guarded(F work) {
    try {
      return work();
    } catch (...) {
      thrown = std::current_exception();
      return false;
    }
  }
};

std::size_t on_head(char* data, std::size_t size, std::size_t count, void* exchange) {
  auto& self = *static_cast<Exchange*>(exchange);
  return self.guarded([&] { return self.take_head({data, size * count}); }) ? size * count : 0;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* exchange) {
  auto& self = *static_cast<Exchange*>(exchange);
  return self.guarded([&] { return self.take_body({data, size * count}); }) ? size * count : 0;
}

std::size_t on_send(char* data, std::size_t size, std::size_t count, void* exchange) {
  auto& self = *static_cast<Exchange*>(exchange);
  const std::string_view rest = self.request.body.substr(self.sent);
  const std::size_t some = rest.copy(data, size * count);
  self.sent += some;
  return some;
}

/// A kept connection that was closed meanwhile: the library begins again on a new one.
int on_rewind(void* exchange, curl_off_t offset, int) {
  static_cast<Exchange*>(exchange)->sent = static_cast<std::size_t>(offset);
  return CURL_SEEKFUNC_OK;
}

List header_list(const S3Request& request) {
  List list;
  const auto append = [&list](const std::string& line) {
    curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  };
  append("Expect:");
  append("User-Agent: Suppliers-Import");
  for (const auto& [name, value] : request.headers) append(value.empty() ? name + ";" : name + ": " + value);
  return list;
}

void set_method(CURL* handle, Exchange& exchange) {
  const S3Request& request = exchange.request;
  if (request.method == "HEAD") curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  if (request.method == "PUT" || request.method == "POST") {
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, &on_send);
    curl_easy_setopt(handle, CURLOPT_READDATA, &exchange);
    curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, &on_rewind);
    curl_easy_setopt(handle, CURLOPT_SEEKDATA, &exchange);
  }
  if (request.method == "POST" || request.method == "DELETE")
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

/// Nothing of the environment has a say: no proxies, no signals, no other protocols, no redirects.
void set_rules(CURL* handle, Exchange& exchange) {
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_UPLOAD_BUFFERSIZE, 512L << 10);
  curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, 256L << 10);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_head);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &exchange);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &exchange);
}

bool is_tls_failure(CURLcode code) {
  return code == CURLE_SSL_CONNECT_ERROR || code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CERTPROBLEM ||
         code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
}

}  // namespace

/// Handles with their open connections, lent to one request at a time.
struct S3Transport::Connections {
  std::mutex mutex;
  std::vector<Handle> idle;

  Handle take() {
    {
      const std::scoped_lock lock(mutex);
      if (!idle.empty()) {
        Handle handle = std::move(idle.back());
        idle.pop_back();
        curl_easy_reset(handle.get());
        return handle;
      }
    }
    return make_handle();
  }
  void give_back(Handle handle) {
    const std::scoped_lock lock(mutex);
    if (idle.size() < most_idle) idle.push_back(std::move(handle));
  }
};

std::string_view S3Answer::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return {};
}

S3Transport::S3Transport(const S3Options& options)
    : connect_timeout_(options.connect_timeout),
      stalled_after_(options.stalled_after),
      authority_file_(options.authority_file),
      connections_(std::make_unique<Connections>()) {}

S3Transport::~S3Transport() = default;

base::Result<S3Answer> S3Transport::send(const S3Request& request) {
  Handle handle = connections_->take();
  Exchange exchange{request, handle.get()};
  std::array<char, CURL_ERROR_SIZE> detail{};
  const List headers = header_list(request);
  set_rules(handle.get(), exchange);
  set_method(handle.get(), exchange);
  curl_easy_setopt(handle.get(), CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(handle.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_timeout_.count()));
  curl_easy_setopt(handle.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_LOW_SPEED_TIME, static_cast<long>(stalled_after_.count()));
  if (!authority_file_.empty()) curl_easy_setopt(handle.get(), CURLOPT_CAINFO, authority_file_.c_str());
  const CURLcode code = curl_easy_perform(handle.get());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, nullptr);
  if (exchange.thrown) std::rethrow_exception(exchange.thrown);
  if (exchange.problem) return base::failure(*std::move(exchange.problem));
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  exchange.answer.status = static_cast<int>(status);
  if (code == CURLE_OK) {
    connections_->give_back(std::move(handle));
  } else {
    exchange.answer.broke = detail.front() != '\0' ? detail.data() : curl_easy_strerror(code);
    exchange.answer.is_about_tls = is_tls_failure(code);
  }
  return std::move(exchange.answer);
}

}  // namespace platform::storage
