#include "platform/client/transfer.h"

#include <array>
#include <exception>

#include "base/text.h"

namespace platform::client {
namespace {

constexpr std::size_t longest_head = 64U << 10U;
constexpr std::uint64_t unwanted_kept = 64U << 10U;  // read to its end for the connection's sake; cut when longer

/// What the library's callbacks work on.
struct Receiver : Gate {
  const Exchange& exchange;
  const HeadJudge& judge;
  const BodySink& sink;
  CURL* handle = nullptr;

  Download answer{};
  std::size_t head_bytes = 0;
  std::uint64_t unwanted = 0;
  bool has_head = false, is_wanted = true, is_cut = false;

  base::Result<> take_head_line(std::string_view line);
  base::Result<> end_head();
  base::Result<> take_body(std::span<const char> bytes);
};

std::string host_of(const Exchange& exchange) {
  return '"' + exchange.url.host + '"';
}

base::Result<> check_size(const Exchange& exchange, std::uint64_t bytes) {
  if (bytes <= exchange.max_bytes) return {};
  return base::failure(answer_too_large,
                       "The answer of " + host_of(exchange) + " is larger than the " +
                           base::group_thousands(exchange.max_bytes) + " bytes allowed.",
                       "Check that the address is that of the file you expect.");
}

base::Result<> Receiver::take_head_line(std::string_view line) {
  head_bytes += line.size();
  if (head_bytes > longest_head) {
    return base::failure(answer_too_large, "The headers " + host_of(exchange) + " answers with never end.",
                         "Check that the address is right, or ask the operator of that server.");
  }
  if (has_head) return {};  // trailers
  const std::string_view trimmed = base::trim(line);
  if (trimmed.empty()) return end_head();
  if (trimmed.starts_with("HTTP/")) {
    answer.headers.clear();
    return {};
  }
  const std::size_t colon = trimmed.find(':');
  if (colon == std::string_view::npos) return {};
  answer.headers.emplace_back(base::to_lower_ascii(trimmed.substr(0, colon)), base::trim(trimmed.substr(colon + 1)));
  return {};
}

base::Result<> Receiver::end_head() {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (status < 200) return {};
  has_head = true;
  answer.status = static_cast<int>(status);
  ASSIGN_OR_RETURN(is_wanted, judge(answer));
  curl_off_t announced = -1;
  curl_easy_getinfo(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
  if (is_wanted && exchange.method != "HEAD" && announced > 0)
    return check_size(exchange, static_cast<std::uint64_t>(announced));
  return {};
}

base::Result<> Receiver::take_body(std::span<const char> bytes) {
  RETURN_IF_FAILED(check_size(exchange, answer.bytes + bytes.size()));
  answer.bytes += bytes.size();
  return sink(bytes);
}

std::size_t on_head(char* data, std::size_t size, std::size_t count, void* receiver) {
  auto& self = *static_cast<Receiver*>(receiver);
  return self.guarded([&] { return self.take_head_line({data, size * count}); }) ? size * count : 0;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* receiver) {
  auto& self = *static_cast<Receiver*>(receiver);
  const std::size_t bytes = size * count;
  if (!self.is_wanted) {
    self.unwanted += bytes;
    self.is_cut = self.unwanted > unwanted_kept;
    return self.is_cut ? 0 : bytes;
  }
  return self.guarded([&] { return self.take_body({data, bytes}); }) ? bytes : 0;
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

List header_list(const Exchange& exchange) {
  List list;
  append(list, "Expect:");
  bool has_type = false, has_agent = false;
  for (const auto& [name, value] : exchange.headers) {
    const std::string lower = base::to_lower_ascii(name);
    has_type = has_type || lower == "content-type";
    has_agent = has_agent || lower == "user-agent";
    append(list, value.empty() ? name + ";" : name + ": " + value);
  }
  if (!has_type) append(list, "Content-Type:");
  if (!has_agent) append(list, "User-Agent: Suppliers-Import");
  return list;
}

void set_method(CURL* handle, const Exchange& exchange) {
  if (exchange.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    return;
  }
  if (!exchange.body.empty() || exchange.method == "POST") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(exchange.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, exchange.body.data());
  }
  if (exchange.method != "GET" && exchange.method != "POST") {
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, exchange.method.c_str());
  }
}

void set_rules(CURL* handle, Receiver& receiver) {
  receiver.watch(handle, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_head);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &receiver);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &receiver);
}

void set_credentials(CURL* handle, const Exchange& exchange) {
  if (exchange.user.empty()) return;
  curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
  curl_easy_setopt(handle, CURLOPT_USERNAME, exchange.user.c_str());
  curl_easy_setopt(handle, CURLOPT_PASSWORD, exchange.password.c_str());
}

}  // namespace

Peer peer_of(const Exchange& exchange) {
  return {exchange.url.host, exchange.url.port, exchange.timeouts};
}

base::Result<Download> transfer(const Handle& handle, const AddressRules& rules, const Exchange& exchange,
                                const HeadJudge& judge, const BodySink& sink) {
  Receiver receiver{{rules, exchange.url.host, exchange.should_stop}, exchange, judge, sink, handle.get()};
  std::array<char, CURL_ERROR_SIZE> detail{};
  const List headers = header_list(exchange);
  curl_easy_reset(handle.get());
  set_rules(handle.get(), receiver);
  set_limits(handle.get(), exchange.timeouts);
  set_authority(handle.get(), exchange.authority);
  set_credentials(handle.get(), exchange);
  set_method(handle.get(), exchange);
  curl_easy_setopt(handle.get(), CURLOPT_URL, exchange.url.text.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, detail.data());
  const CURLcode code = curl_easy_perform(handle.get());
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, nullptr);
  if (receiver.thrown) std::rethrow_exception(receiver.thrown);
  if (code == CURLE_OK || receiver.is_cut) return std::move(receiver.answer);
  // Of several addresses one may be refused and another fail: the refusal is what explains it.
  if (receiver.problem) return base::failure(*std::move(receiver.problem));
  curl_off_t connected = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_CONNECT_TIME_T, &connected);
  return base::failure(transfer_problem(code, detail.data(), peer_of(exchange), connected > 0, receiver.answer.bytes));
}

}  // namespace platform::client
