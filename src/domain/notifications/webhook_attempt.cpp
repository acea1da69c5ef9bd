#include "domain/notifications/webhook_attempt.h"

#include <algorithm>

#include "base/text.h"
#include "domain/notifications/webhook_signature.h"

namespace notifications {
namespace {

constexpr std::size_t answer_kept = 2'048;
constexpr base::ProblemKind answer_long_enough{"webhook.answer_long_enough", "Answer was read far enough", 200,
                                               base::LogLevel::debug};

/// Without the beginning of a letter whose rest was cut off.
std::string_view whole_letters(std::string_view text) {
  constexpr std::size_t longest_beginning = 3;
  for (std::size_t cut = 0; cut <= std::min(longest_beginning, text.size()); ++cut) {
    if (const auto kept = text.substr(0, text.size() - cut); base::is_valid_utf8(kept)) return kept;
  }
  return text;
}

/// What of an answer, which may be anything, can be kept and shown.
std::string shown(std::string_view answer) {
  std::string text(whole_letters(answer));
  const bool is_utf8 = base::is_valid_utf8(text);
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || (byte >= 0x80 && !is_utf8)) c = '?';
  }
  return text;
}

base::Problem refusal(const std::string& url, int status) {
  const std::string said = url + " answered with status " + std::to_string(status) + ".";
  if (status >= 300 && status < 400) {
    return {&webhook_refused, said, "Events are not sent on to other addresses: enter the final address.", {}};
  }
  return {&webhook_refused, said, "The receiver accepts an event with a status from 200 to 299.", {}};
}

}  // namespace

Attempt attempt_delivery(const platform::client::HttpClient& client, const std::string& url, const Delivery& delivery,
                         const std::vector<std::string>& secrets, const WebhookOptions& options) {
  Attempt made{base::Timestamp::now()};
  platform::client::HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "Suppliers-Import-Webhooks"},
                     {"X-Event", delivery.event},
                     {"X-Delivery", delivery.id.to_string()},
                     {"X-Signature", signature_of(secrets, made.at, delivery.body)}};
  request.body = delivery.body;
  request.timeouts.connect = options.connect_timeout;
  request.timeouts.total = options.total_timeout;
  request.follow_redirects = 0;
  // Whatever a receiver goes on to say, its beginning is enough.
  const auto keep = [&](std::span<const char> piece) -> base::Result<> {
    made.answer.append(piece.data(), std::min(piece.size(), answer_kept - made.answer.size()));
    if (made.answer.size() < answer_kept) return {};
    return base::failure(answer_long_enough, "The answer is long.", "Its beginning is kept.");
  };
  const auto note_status = [&](const platform::client::Download& head) -> base::Result<> {
    made.status = head.status;
    return {};
  };
  const auto answered = client.download(request, keep, note_status);
  made.duration = std::chrono::duration_cast<std::chrono::milliseconds>(base::Timestamp::now() - made.at);
  made.answer = shown(made.answer);
  if (answered) made.status = answered->status;
  if (!answered && answered.error().kind != &answer_long_enough) {
    made.problem = answered.error();
  } else if (made.status.value_or(0) < 200 || made.status.value_or(0) >= 300) {
    made.problem = refusal(url, made.status.value_or(0));
  }
  return made;
}

}  // namespace notifications
