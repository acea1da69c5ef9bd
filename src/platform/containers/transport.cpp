#include "platform/containers/transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <new>

#include "base/text.h"

namespace platform::containers {
namespace {

constexpr std::size_t largest_answer = 64U << 20U;
constexpr std::size_t frame_head = 8;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* text) {
  auto& body = *static_cast<std::string*>(text);
  if (body.size() + size * count > largest_answer) return 0;
  body.append(data, size * count);
  return size * count;
}

std::string cure_of(const EngineAddress& address, CURLcode code) {
  if (code == CURLE_OPERATION_TIMEDOUT) return "See whether the engine is overloaded, then run the command again.";
  if (address.socket.empty()) return "Check that DOCKER_HOST names the engine and that it listens there.";
  return "Start the container engine, run this as a member of the group that may use that socket (docker), or set "
         "DOCKER_HOST to where the engine listens.";
}

void set_up(CURL* handle, const EngineAddress& address, const char* method, const std::string& url,
            const std::string& body, std::chrono::seconds limit) {
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, 5L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(limit.count()));
  if (!address.socket.empty()) curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH, address.socket.c_str());
  if (std::string_view(method) == "POST") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.c_str());
  }
}

bool begins_frame(std::string_view stream) {
  return stream.size() >= frame_head && stream[0] >= 0 && stream[0] <= 2 &&
         stream.substr(1, 3) == std::string_view("\0\0\0", 3);
}

std::uint32_t frame_size(std::string_view stream) {
  std::uint32_t size = 0;
  for (std::size_t i = 4; i < frame_head; ++i) size = size << 8U | static_cast<unsigned char>(stream[i]);
  return size;
}

}  // namespace

base::Result<WireAnswer> exchange(const EngineAddress& address, const char* method, const std::string& path,
                                  const std::string& body, std::chrono::seconds limit) {
  const std::unique_ptr<CURL, FreeHandle> handle(curl_easy_init());
  const std::unique_ptr<curl_slist, FreeList> headers(curl_slist_append(nullptr, "Content-Type: application/json"));
  if (!handle || !headers) throw std::bad_alloc();
  WireAnswer answer;
  const std::string url = "http://" + address.host + "/v1.41" + path;
  set_up(handle.get(), address, method, url, body, limit);
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(handle.get());
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  // A stream of output ends when the engine closes it, mid-chunk or not.
  const bool ended_early = code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR;
  if (code == CURLE_OK || (ended_early && status == 200 && path.starts_with("/exec/"))) return answer;
  return base::failure(code == CURLE_OPERATION_TIMEDOUT ? engine_timed_out : engine_unreachable,
                       "The container engine at " + address.text() +
                           " does not answer: " + base::to_lower_ascii(curl_easy_strerror(code)) + ".",
                       cure_of(address, code));
}

std::string without_frames(std::string_view stream) {
  std::string text;
  while (begins_frame(stream)) {
    const std::size_t size = frame_size(stream);
    text += stream.substr(frame_head, size);
    stream.remove_prefix(std::min(stream.size(), frame_head + size));
  }
  text += stream;
  return text;
}

}  // namespace platform::containers
