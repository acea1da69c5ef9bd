#include "domain/media/image_fetch.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "platform/crypto/digest.h"

namespace media {
namespace {

using platform::client::HttpRequest;
using platform::client::HttpResponse;

constexpr std::uint64_t largest_picture = 20U << 20U;
constexpr int most_tries = static_cast<int>(waits_between_tries.size()) + 1;
/// Workers that disappear over an image, again and again.
constexpr int most_losses = 10;

HttpRequest request_for(const Image& image, const std::function<bool()>& should_stop) {
  HttpRequest request;
  request.url = image.url;
  request.headers.emplace_back("Accept", "image/jpeg,image/png,image/webp;q=0.9,*/*;q=0.1");
  if (image.file && !image.etag.empty()) request.headers.emplace_back("If-None-Match", image.etag);
  if (image.file && !image.last_modified.empty())
    request.headers.emplace_back("If-Modified-Since", image.last_modified);
  request.max_bytes = largest_picture;
  request.should_stop = should_stop;
  return request;
}

/// What asking again cannot cure.
bool is_final(const base::Problem& problem) {
  static constexpr std::array<const base::ProblemKind*, 11> final_kinds{&platform::client::request_refused,
                                                                        &platform::client::url_refused,
                                                                        &platform::client::address_refused,
                                                                        &platform::client::redirect_refused,
                                                                        &platform::client::answer_too_large,
                                                                        &image_type_unsupported,
                                                                        &platform::client::too_many_redirects,
                                                                        &image_broken,
                                                                        &image_too_large,
                                                                        &image_too_demanding,
                                                                        &image_refused};
  return std::ranges::find(final_kinds, problem.kind) != final_kinds.end();
}

/// The seconds of Retry-After, within reason; a date there is taken as none.
std::optional<std::chrono::seconds> rest_asked_for(const HttpResponse& answer) {
  const std::string_view text = answer.header("retry-after");
  std::int64_t seconds = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || failed != std::errc{} || end != text.data() + text.size() || seconds < 0) return std::nullopt;
  constexpr std::chrono::seconds longest = std::chrono::hours(24);
  return std::min(std::chrono::seconds(std::min<std::int64_t>(seconds, longest.count())), longest);
}

base::Problem problem_of(const Image& image, int status) {
  const std::string what = image.host + " answered " + std::to_string(status) + " for this picture.";
  if (status == 404 || status == 410)
    return {&image_gone, what, "Ask the supplier for a new address, or take the image out of the feed.", {}};
  if (status == 408 || status == 425 || status == 429 || status >= 500)
    return {&image_server_busy, what, "It is asked again by itself.", {}};
  return {&image_refused,
          what,
          "Open the address in a browser; if it asks for a login, ask the supplier for one that "
          "does not.",
          {}};
}

Settlement begun(const std::optional<HttpResponse>& answer) {
  Settlement settlement;
  settlement.attempt.at = base::Timestamp::now();
  settlement.next_try_at = settlement.attempt.at;
  if (!answer) return settlement;
  settlement.attempt.http_status = answer->status;
  settlement.attempt.bytes = answer->body.size();
  settlement.attempt.duration_ms = answer->duration.count();
  return settlement;
}

void tell(Settlement& settlement, const base::Problem& problem) {
  settlement.attempt.problem_code = problem.code();
  // It may quote what the server sent.
  const bool is_text = base::is_valid_utf8(problem.message);
  settlement.attempt.problem_message = is_text ? problem.message : std::string(problem.kind->title) + ".";
  settlement.problem_cure = problem.cure;
}

/// A try that came to nothing: again later, or given up.
Settlement failed_try(const Image& image, const base::Problem& problem, const std::optional<HttpResponse>& answer) {
  Settlement settlement = begun(answer);
  tell(settlement, problem);
  settlement.etag = image.etag;
  settlement.last_modified = image.last_modified;
  if (problem.kind == &image_gone) {
    settlement.state = ImageState::gone;
  } else if (is_final(problem) || image.tries >= most_tries) {
    settlement.state = ImageState::failed;
  } else {
    settlement.state = ImageState::waiting;
    const auto wait = waits_between_tries.at(static_cast<std::size_t>(std::max(image.tries, 1) - 1));
    settlement.next_try_at = settlement.attempt.at + std::chrono::microseconds(wait);
    if (answer) settlement.host_rests = rest_asked_for(*answer);
    if (settlement.host_rests)
      settlement.next_try_at =
          std::max(settlement.next_try_at, settlement.attempt.at + std::chrono::microseconds(*settlement.host_rests));
  }
  settlement.attempt.outcome = to_string(settlement.state);
  return settlement;
}

/// What a server marks its version with; "" for what is none: not every database takes every byte.
std::string mark_in(const HttpResponse& answer, std::string_view header) {
  constexpr std::size_t longest = 1'000;
  const std::string_view mark = answer.header(header);
  const bool is_plain = std::ranges::all_of(mark, [](char c) { return c >= ' ' && c <= '~'; });
  return is_plain && mark.size() <= longest ? std::string(mark) : std::string{};
}

Settlement kept(const HttpResponse& answer, std::string_view outcome) {
  Settlement settlement = begun(answer);
  settlement.state = ImageState::stored;
  settlement.attempt.outcome = outcome;
  settlement.etag = mark_in(answer, "etag");
  settlement.last_modified = mark_in(answer, "last-modified");
  return settlement;
}

FetchEnd end_of(const Image& image, const Settlement& settlement, bool is_ours) {
  const Attempt& attempt = settlement.attempt;
  return {image.host, is_ours ? attempt.outcome : "lost", attempt.http_status, attempt.bytes,
          std::chrono::milliseconds(attempt.duration_ms)};
}

}  // namespace

base::Result<FetchEnd> ImageFetcher::write(const Image& claimed, Settlement settlement) {
  ASSIGN_OR_RETURN(const bool is_ours, media_.settle(claimed, settlement));
  return end_of(claimed, settlement, is_ours);
}

// The image is not to blame: it waits without the try being counted.
base::Result<FetchEnd> ImageFetcher::give_back(const Image& claimed, base::Problem problem) {
  Settlement settlement = begun(std::nullopt);
  const bool is_stopped = problem.kind == &platform::client::request_stopped;
  constexpr std::chrono::minutes pause{5};
  if (!is_stopped) {
    tell(settlement, problem);
    settlement.next_try_at = settlement.attempt.at + std::chrono::microseconds(pause);
  }
  settlement.attempt.outcome = to_string(ImageState::waiting);
  settlement.counts = false;
  settlement.etag = claimed.etag;
  settlement.last_modified = claimed.last_modified;
  RETURN_IF_FAILED(media_.settle(claimed, settlement));
  return base::failure(std::move(problem));
}

base::Result<FetchEnd> ImageFetcher::keep(const Image& claimed, const HttpResponse& answer) {
  const std::string digest = platform::crypto::sha256_hex(answer.body);
  const Settlement settlement = kept(answer, "stored");
  ASSIGN_OR_RETURN(const auto known, media_.settle_known(claimed, settlement, digest));
  if (known) return end_of(claimed, settlement, *known);
  const auto read = decoder_.read(answer.body);
  if (!read) {
    if (read.error().kind == &decoder_unavailable) return give_back(claimed, read.error());
    return write(claimed, failed_try(claimed, read.error(), answer));
  }
  const auto is_ours = media_.settle_new(claimed, settlement, digest, answer.body, *read);
  if (!is_ours) return give_back(claimed, is_ours.error());
  return end_of(claimed, settlement, *is_ours);
}

base::Result<FetchEnd> ImageFetcher::fetch(const Image& claimed, const std::function<bool()>& should_stop) {
  if (claimed.tries > most_losses) {
    const base::Problem lost{&image_worker_lost,
                             "Fetching this picture was broken off again and again.",
                             "Look at the picture; then let it be tried again.",
                             {}};
    return write(claimed, failed_try(claimed, lost, std::nullopt));
  }
  HttpRequest request = request_for(claimed, should_stop);
  request.timeouts = timeouts_;
  const auto answer = client_.send(request);
  if (!answer) {
    if (answer.error().kind == &platform::client::request_stopped) return give_back(claimed, answer.error());
    return write(claimed, failed_try(claimed, answer.error(), std::nullopt));
  }
  if (answer->status == 200) return keep(claimed, *answer);
  if (answer->status == 304 && claimed.file) {
    Settlement settlement = kept(*answer, "unchanged");
    if (settlement.etag.empty()) settlement.etag = claimed.etag;
    if (settlement.last_modified.empty()) settlement.last_modified = claimed.last_modified;
    return write(claimed, settlement);
  }
  return write(claimed, failed_try(claimed, problem_of(claimed, answer->status), *answer));
}

}  // namespace media
