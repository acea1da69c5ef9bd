#include "domain/identity/kept_answer.h"

#include <charconv>

namespace identity {
namespace {

void add(std::string& out, std::string_view text) {
  out.append(std::to_string(text.size())).append(":").append(text);
}

/// The next text, taken off `rest`; nothing at the end and where none begins.
std::optional<std::string_view> take(std::string_view& rest) {
  std::size_t size = 0;
  const auto [colon, error] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
  const auto digits = static_cast<std::size_t>(colon - rest.data());
  if (error != std::errc{} || digits >= rest.size() || *colon != ':' || rest.size() - digits - 1 < size) return {};
  const auto text = rest.substr(digits + 1, size);
  rest.remove_prefix(digits + 1 + size);
  return text;
}

}  // namespace

std::string written_answer(const platform::http::Response& response) {
  std::string text;
  add(text, std::to_string(response.status));
  add(text, response.body);
  for (const auto& [name, value] : response.headers) {
    add(text, name);
    add(text, value);
  }
  return text;
}

base::Result<platform::http::Response> read_answer(std::string_view text) {
  platform::http::Response response;
  const auto status = take(text);
  const auto body = take(text);
  bool is_whole = status && body &&
                  std::from_chars(status->data(), status->data() + status->size(), response.status).ec == std::errc{};
  if (is_whole) response.body = *body;
  while (is_whole && !text.empty()) {
    const auto name = take(text);
    const auto value = take(text);
    is_whole = name && value;
    if (is_whole) response.set(std::string(*name), std::string(*value));
  }
  if (is_whole) return response;
  return base::failure(kept_answer_broken, "The answer kept for this Idempotency-Key is damaged.",
                       "Look whether the first request has taken effect; if not, send it with a new key.");
}

}  // namespace identity
