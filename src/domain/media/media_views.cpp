#include "domain/media/media_views.h"

#include <algorithm>

#include "base/text.h"

namespace media {
namespace {

ImageFileView view_of(const StoredFile& file, const FileLinks& links) {
  ImageFileView view;
  view.sha256 = file.digest;
  view.type = content_type_of(file.type);
  view.original = {links.link(file.digest, "original"), file.width, file.height, file.bytes};
  for (const StoredThumbnail& one : file.thumbnails) {
    const std::string size = std::to_string(one.size);
    view.thumbnails.emplace(size, PictureView{links.link(file.digest, size), one.width, one.height, one.bytes});
  }
  return view;
}

ImageCountsView view_of(const StateCounts& counts) {
  const auto number = [&](ImageState state) {
    const auto found = counts.find(state);
    return found == counts.end() ? 0 : found->second;
  };
  return {number(ImageState::waiting), number(ImageState::fetching), number(ImageState::stored),
          number(ImageState::failed), number(ImageState::gone)};
}

}  // namespace

ImageView view_of(const Image& image, const FileLinks& links) {
  ImageView view;
  view.id = image.id;
  view.url = image.url;
  view.host = image.host;
  view.state = to_string(image.state);
  view.http_status = image.http_status;
  if (!image.problem_code.empty())
    view.problem = ImageProblemView{image.problem_code, image.problem_message, image.problem_cure};
  view.tries = image.tries;
  if (image.state == ImageState::waiting) view.next_try_at = image.next_try_at;
  view.checked_at = image.checked_at;
  view.stored_at = image.stored_at;
  view.created_at = image.created_at;
  if (image.file) view.file = view_of(*image.file, links);
  return view;
}

ImageDetailView view_of(const ImageDetail& detail, const FileLinks& links) {
  ImageDetailView view{view_of(detail.image, links), detail.products, {}};
  for (const Attempt& one : detail.attempts)
    view.attempts.push_back({one.at, one.outcome, one.http_status, one.bytes, one.duration_ms,
                             base::unless_empty(one.problem_code), base::unless_empty(one.problem_message)});
  return view;
}

MediaSummaryView view_of(const MediaSummary& summary) {
  MediaSummaryView view{view_of(summary.images), {}, summary.files, summary.bytes};
  for (const auto& [host, counts] : summary.hosts) view.hosts.push_back({host, view_of(counts)});
  std::ranges::stable_sort(view.hosts, std::ranges::greater{},
                           [](const ImageHostView& host) { return host.images.failed; });
  constexpr std::size_t most_hosts = 100;
  if (view.hosts.size() > most_hosts) view.hosts.resize(most_hosts);
  return view;
}

}  // namespace media
