// Files on their way in.
#include <charconv>

#include "domain/imports/import_views.h"
#include "domain/imports/imports_route_parts.h"
#include "domain/imports/upload_limits.h"

namespace imports {
namespace {

namespace http = platform::http;
using http::Request;
using UploadAnswer = http::Answer<UploadView>;

struct UploadInput {
  std::string file_name;
  std::optional<std::uint64_t> size;
  std::optional<std::string> sha256;
};
BOOST_DESCRIBE_STRUCT(UploadInput, (), (file_name, size, sha256))

http::HeaderParameter offset_header() {
  return {"Upload-Offset", "integer", "Bytes that have arrived"};
}

UploadAnswer answer_of(const Upload& upload, unsigned status = 0) {
  return {view_of(upload), status, {{"Upload-Offset", std::to_string(upload.offset)}, {"Cache-Control", "no-store"}}};
}

base::Result<UploadAnswer> answered(const base::Result<Upload>& upload) {
  if (!upload) return base::failure(upload.error());
  return answer_of(*upload);
}

base::Result<std::uint64_t> offset_of(const Request& request) {
  const std::string_view text = request.header("upload-offset");
  std::uint64_t offset = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (error == std::errc{} && end == text.data() + text.size()) return offset;
  return base::failure(http::request_invalid, "The header Upload-Offset cannot be \"" + std::string(text) + "\".",
                       "Send the number of bytes that have arrived, as GET /uploads/{id} shows it.",
                       {.field = "Upload-Offset"});
}

base::Result<UploadAnswer> create(const ImportRouteParts& parts, const Request& request, const UploadInput& input) {
  ASSIGN_OR_RETURN(const Upload upload,
                   parts.uploads.create({input.file_name, input.size, input.sha256.value_or(""), owner_of(request)}));
  UploadAnswer answer = answer_of(upload);
  answer.headers.emplace_back("Location", request.path + "/" + upload.id.to_string());
  return answer;
}

base::Result<UploadAnswer> append(const ImportRouteParts& parts, const Request& request, http::BodyReader& body) {
  ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, upload_unknown));
  ASSIGN_OR_RETURN(const std::uint64_t offset, offset_of(request));
  return answered(parts.uploads.append(id, owner_of(request), offset, bytes_of(body)));
}

void add_sending(http::RouteTable& table, const ImportRouteParts& parts) {
  table.push_back(http::post("/uploads", "create_upload", "uploads",
                             "Begin an upload that can be gone on with after a broken connection")
                      .permission("imports.write")
                      .idempotent()
                      .status(201)
                      .answer_header(offset_header())
                      .problems({&upload_invalid})
                      .accepts<UploadInput>([parts](const Request& request, const UploadInput& input) {
                        return create(parts, request, input);
                      }));
  table.push_back(
      http::patch("/uploads/{id}", "append_to_upload", "uploads",
                  "Send the bytes that follow those at the header Upload-Offset")
          .permission("imports.write")
          .tier(http::RateTier::upload)
          .limit(longest_upload)
          .header({"Upload-Offset", "integer", "Where the sent bytes begin: the bytes that have arrived so far", true})
          .answer_header(offset_header())
          .problems({&upload_unknown, &upload_offset_wrong, &upload_busy, &upload_too_long, &upload_is_complete,
                     &http::request_invalid})
          .streams([parts](const Request& request, http::BodyReader& body) { return append(parts, request, body); }));
  table.push_back(
      http::put("/uploads/{id}", "replace_upload", "uploads", "Send the whole file, whatever had arrived before")
          .permission("imports.write")
          .tier(http::RateTier::upload)
          .limit(longest_upload)
          .answer_header(offset_header())
          .problems({&upload_unknown, &upload_busy, &upload_too_long, &upload_is_complete})
          .streams([parts](const Request& request, http::BodyReader& body) -> base::Result<UploadAnswer> {
            ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, upload_unknown));
            return answered(parts.uploads.replace(id, owner_of(request), bytes_of(body)));
          }));
}

}  // namespace

ByteReader bytes_of(http::BodyReader& body) {
  return [&body](std::span<char> out) { return body.read(out); };
}

void add_upload_routes(http::RouteTable& table, const ImportRouteParts& parts) {
  add_sending(table, parts);
  table.push_back(http::get("/uploads/{id}", "get_upload", "uploads", "Show how much of a file has arrived")
                      .permission("imports.write")
                      .answer_header(offset_header())
                      .problems({&upload_unknown})
                      .answers([parts](const Request& request) -> base::Result<UploadAnswer> {
                        ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, upload_unknown));
                        return answered(parts.uploads.find(id, owner_of(request)));
                      }));
  table.push_back(http::post("/uploads/{id}/complete", "complete_upload", "uploads",
                             "Check size and digest; the file can then be imported")
                      .permission("imports.write")
                      .answer_header(offset_header())
                      .problems({&upload_unknown, &upload_incomplete, &upload_digest_wrong})
                      .answers([parts](const Request& request) -> base::Result<UploadAnswer> {
                        ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, upload_unknown));
                        return answered(parts.uploads.complete(id, owner_of(request)));
                      }));
  table.push_back(http::del("/uploads/{id}", "delete_upload", "uploads", "Drop an upload")
                      .permission("imports.write")
                      .problems({&upload_unknown})
                      .answers([parts](const Request& request) -> base::Result<http::Nothing> {
                        ASSIGN_OR_RETURN(const base::Uuid id, path_id(request, upload_unknown));
                        RETURN_IF_FAILED(parts.uploads.remove(id, owner_of(request)));
                        return http::Nothing{};
                      }));
}

}  // namespace imports
