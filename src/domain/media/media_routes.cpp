#include "domain/media/media_routes.h"

#include <algorithm>

#include "domain/media/media_views.h"
#include "platform/http/conditional.h"
#include "platform/http/query_values.h"

namespace media {
namespace {

namespace http = platform::http;
using http::Request;

/// Which failed images to try again; what is absent does not matter.
struct RetryInput {
  std::optional<std::string> state, host, problem;
};
BOOST_DESCRIBE_STRUCT(RetryInput, (), (state, host, problem))

struct RetriedView {
  std::uint64_t retried = 0;
};
BOOST_DESCRIBE_STRUCT(RetriedView, (), (retried))

base::Result<base::Uuid> id_in(const Request& request) {
  const std::string_view text = request.parameter("id");
  if (const auto id = base::Uuid::parse(text)) return *id;
  return base::failure(image_unknown, "There is no image with the id \"" + std::string(text) + "\".",
                       "Use an id as a list shows it.");
}

base::Result<ProductImagesView> of_product(const MediaRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const base::Uuid product, parts.product_of(request.parameter("id")));
  ASSIGN_OR_RETURN(const auto images, parts.media.images_of(product));
  ProductImagesView view{product, {}};
  for (const Image& image : images) view.items.push_back(view_of(image, parts.links));
  return view;
}

base::Result<ImageListView> list(const MediaRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const auto state,
                   http::choice_value(request, "state", {"", "waiting", "fetching", "stored", "failed", "gone"}));
  const ImageFilter filter{parse_image_state(state), http::text_value(request, "host"),
                           http::text_value(request, "problem")};
  ASSIGN_OR_RETURN(const auto limit, http::number_value(request, "limit", 50, 1, 200));
  ASSIGN_OR_RETURN(const auto after, http::cursor_value(request));
  ASSIGN_OR_RETURN(const ImagePage page, parts.media.list(filter, after, limit));
  ImageListView view{{}, page.next};
  for (const Image& image : page.images) view.items.push_back(view_of(image, parts.links));
  return view;
}

base::Result<ImageView> retry(const MediaRouteParts& parts, const Request& request) {
  ASSIGN_OR_RETURN(const base::Uuid id, id_in(request));
  ASSIGN_OR_RETURN(const ImageDetail before, parts.media.find(id));
  ASSIGN_OR_RETURN(const Image after, parts.media.retry(id));
  if (parts.wake) RETURN_IF_FAILED(parts.wake());
  const ImageView view = view_of(after, parts.links);
  if (parts.audit)
    parts.audit(request, "image.retried", "image:" + id.to_string(), http::to_json(view_of(before.image, parts.links)),
                http::to_json(view));
  return view;
}

base::Result<RetriedView> retry_all(const MediaRouteParts& parts, const Request& request, const RetryInput& input) {
  const std::string state = input.state.value_or("");
  if (!state.empty() && state != "failed" && state != "gone")
    return base::failure(http::request_invalid, "The state of images to try again cannot be \"" + state + "\".",
                         "Give failed or gone, or leave it out.", {.field = "/state"});
  const ImageFilter filter{parse_image_state(state), input.host.value_or(""), input.problem.value_or("")};
  ASSIGN_OR_RETURN(const std::uint64_t retried, parts.media.retry_all(filter));
  if (parts.wake) RETURN_IF_FAILED(parts.wake());
  if (parts.audit) parts.audit(request, "images.retried", "images", {}, http::to_json(input));
  return RetriedView{retried};
}

struct WantedFile {
  std::string key, type;
};

base::Result<WantedFile> wanted(const MediaRouteParts& parts, std::string_view digest, std::string_view size) {
  ASSIGN_OR_RETURN(const StoredFile file, parts.media.file(digest));
  if (size == "original") return WantedFile{file.key, std::string(content_type_of(file.type))};
  const auto found = std::ranges::find_if(file.thumbnails,
                                          [&](const StoredThumbnail& one) { return std::to_string(one.size) == size; });
  if (found == file.thumbnails.end())
    return base::failure(image_file_unknown, "Pictures have no size \"" + std::string(size) + "\".",
                         "Use original, 150, 300 or 800.");
  return WantedFile{found->key, std::string(content_type_of(ImageType::webp))};
}

base::Result<http::Response> serve(const MediaRouteParts& parts, const Request& request) {
  const std::string_view digest = request.parameter("digest"), size = request.parameter("size");
  RETURN_IF_FAILED(
      parts.links.check(digest, size, http::text_value(request, "expires"), http::text_value(request, "signature")));
  ASSIGN_OR_RETURN(const WantedFile file, wanted(parts, digest, size));
  http::Response response;
  response.set("ETag", '"' + std::string(digest) + '-' + std::string(size) + '"');
  response.set("Cache-Control", "public, max-age=31536000, immutable");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Cross-Origin-Resource-Policy", "cross-origin");
  if (http::is_not_modified(request.header("if-none-match"), response.header("etag"))) {
    response.status = 304;
    return response;
  }
  response.set("Content-Type", file.type);
  ASSIGN_OR_RETURN(response.body, parts.media.bytes_of(file.key));
  return response;
}

void add_reading(http::RouteTable& table, const MediaRouteParts& parts) {
  table.push_back(http::get("/products/{id}/images", "list_product_images", "media",
                            "The images of a product, in its order, with links to the stored pictures")
                      .permission("products.read")
                      .problems(parts.product_problems)
                      .answers([parts](const Request& request) { return of_product(parts, request); }));
  table.push_back(http::get("/media/images", "list_images", "media", "List images and what became of them")
                      .permission("products.read")
                      .query("state", "string", "waiting, fetching, stored, failed or gone")
                      .query("host", "string", "Only those of this server")
                      .query("problem", "string", "Only those with this problem's code")
                      .query("cursor", "string", "next_cursor of the page before")
                      .query("limit", "integer", "Images a page, 1 to 200 (50)")
                      .problems({&http::request_invalid})
                      .answers([parts](const Request& request) { return list(parts, request); }));
  table.push_back(http::get("/media/images/{id}", "get_image", "media",
                            "Show an image, every try to fetch it, and the products that show it")
                      .permission("products.read")
                      .problems({&image_unknown})
                      .answers([parts](const Request& request) -> base::Result<ImageDetailView> {
                        ASSIGN_OR_RETURN(const base::Uuid id, id_in(request));
                        ASSIGN_OR_RETURN(const ImageDetail detail, parts.media.find(id));
                        return view_of(detail, parts.links);
                      }));
  table.push_back(http::get("/media/summary", "get_media_summary", "media",
                            "How many images there are in each state, and by server")
                      .permission("products.read")
                      .answers([parts](const Request&) -> base::Result<MediaSummaryView> {
                        ASSIGN_OR_RETURN(const MediaSummary summary, parts.media.summary());
                        return view_of(summary);
                      }));
}

void add_retrying(http::RouteTable& table, const MediaRouteParts& parts) {
  table.push_back(http::post("/media/images/{id}/retry", "retry_image", "media", "Fetch an image again, at once")
                      .permission("products.write")
                      .problems({&image_unknown})
                      .answers([parts](const Request& request) { return retry(parts, request); }));
  table.push_back(http::post("/media/images/retry", "retry_images", "media",
                             "Fetch failed and gone images again: all, or those of a state, a server or a problem")
                      .permission("products.write")
                      .problems({&http::request_invalid})
                      .accepts<RetryInput>([parts](const Request& request, const RetryInput& input) {
                        return retry_all(parts, request, input);
                      }));
}

}  // namespace

http::RouteTable media_routes(const MediaRouteParts& parts) {
  http::RouteTable table;
  add_reading(table, parts);
  add_retrying(table, parts);
  table.push_back(http::get("/media/files/{digest}/{size}", "get_picture", "media",
                            "A stored picture, by a link of an image: original, 150, 300 or 800 pixels")
                      .anonymous()
                      .tier(http::RateTier::none)
                      .query("expires", "integer", "As in the link")
                      .query("signature", "string", "As in the link")
                      .content("image/*")
                      .problems({&link_invalid, &link_expired, &image_file_unknown})
                      .answers([parts](const Request& request) { return serve(parts, request); }));
  return table;
}

}  // namespace media
