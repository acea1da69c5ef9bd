#include "platform/storage/s3_xml.h"

#include <expat.h>

#include <charconv>
#include <functional>
#include <memory>
#include <new>

#include "base/text.h"

namespace platform::storage {
namespace {

/// Told of each element's end: its name, its parent's, and the text in it.
using LeafVisitor = std::function<void(std::string_view name, std::string_view parent, const std::string& text)>;

struct Reader {
  const LeafVisitor& visit;
  XML_Parser parser;
  std::vector<std::string> path{};
  std::string text{};
};

void on_begin(void* data, const XML_Char* name, const XML_Char**) {
  auto& reader = *static_cast<Reader*>(data);
  reader.path.emplace_back(name);
  reader.text.clear();
  if (reader.path.size() > 16) XML_StopParser(reader.parser, XML_FALSE);
}

void on_end(void* data, const XML_Char*) {
  auto& reader = *static_cast<Reader*>(data);
  const std::string name = std::move(reader.path.back());
  reader.path.pop_back();
  reader.visit(name, reader.path.empty() ? std::string_view{} : reader.path.back(), reader.text);
  reader.text.clear();
}

void on_text(void* data, const XML_Char* text, int size) {
  static_cast<Reader*>(data)->text.append(text, static_cast<std::size_t>(size));
}

/// An answer of S3 declares no entities; one that does is none of S3's.
void on_entity(void* data, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char*,
               const XML_Char*, const XML_Char*) {
  XML_StopParser(static_cast<Reader*>(data)->parser, XML_FALSE);
}

/// False when the body is not XML.
bool read_xml(std::string_view body, const LeafVisitor& visit) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr), &XML_ParserFree);
  if (!parser) throw std::bad_alloc();
  Reader reader{visit, parser.get()};
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), &on_begin, &on_end);
  XML_SetCharacterDataHandler(parser.get(), &on_text);
  XML_SetEntityDeclHandler(parser.get(), &on_entity);
  return XML_Parse(parser.get(), body.data(), static_cast<int>(body.size()), XML_TRUE) == XML_STATUS_OK;
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

S3Error read_error(std::string_view body) {
  S3Error error;
  const bool is_xml = read_xml(body, [&error](std::string_view name, std::string_view parent, const std::string& text) {
    if (parent != "Error") return;
    if (name == "Code") error.code = text;
    if (name == "Message") error.message = std::string(base::utf8_prefix(text, 300));
  });
  return is_xml ? error : S3Error{};
}

std::optional<ListPage> read_list(std::string_view body) {
  ListPage page;
  ObjectInfo object;
  bool is_list = false, has_more = false;
  std::string next;
  const auto take = [&](std::string_view name, std::string_view parent, const std::string& text) {
    if (parent.empty()) is_list = name == "ListBucketResult";
    if (parent == "ListBucketResult") {
      if (name == "IsTruncated") has_more = text == "true";
      if (name == "NextContinuationToken") next = text;
      if (name == "Contents") page.objects.push_back(std::exchange(object, {}));
    }
    if (parent != "Contents") return;
    if (name == "Key") object.key = text;
    if (name == "Size") object.size = number_in(text);
    if (name == "LastModified") object.changed_at = base::Timestamp::parse(text).value_or(base::Timestamp{});
  };
  if (!read_xml(body, take) || !is_list) return std::nullopt;
  if (has_more) page.next = std::move(next);
  return page;
}

std::optional<std::vector<UnfinishedUpload>> read_unfinished(std::string_view body) {
  std::vector<UnfinishedUpload> uploads;
  UnfinishedUpload upload;
  bool is_list = false;
  const auto take = [&](std::string_view name, std::string_view parent, const std::string& text) {
    if (parent.empty()) is_list = name == "ListMultipartUploadsResult";
    if (parent == "ListMultipartUploadsResult" && name == "Upload") uploads.push_back(std::exchange(upload, {}));
    if (parent != "Upload") return;
    if (name == "Key") upload.key = text;
    if (name == "UploadId") upload.id = text;
    if (name == "Initiated") upload.begun_at = base::Timestamp::parse(text).value_or(base::Timestamp::now());
  };
  if (!read_xml(body, take) || !is_list) return std::nullopt;
  return uploads;
}

std::optional<std::string> read_upload_id(std::string_view body) {
  std::optional<std::string> id;
  const bool is_xml = read_xml(body, [&id](std::string_view name, std::string_view parent, const std::string& text) {
    if (name == "UploadId" && parent == "InitiateMultipartUploadResult" && !text.empty()) id = text;
  });
  return is_xml ? id : std::nullopt;
}

std::optional<base::Timestamp> read_copied_at(std::string_view body) {
  std::optional<base::Timestamp> at;
  const bool is_xml = read_xml(body, [&at](std::string_view name, std::string_view parent, const std::string& text) {
    if (name == "LastModified" && parent == "CopyObjectResult") at = base::Timestamp::parse(text);
  });
  return is_xml ? at : std::nullopt;
}

std::string parts_document(const std::vector<std::string>& etags) {
  std::string document = "<CompleteMultipartUpload>";
  for (std::size_t i = 0; i < etags.size(); ++i) {
    document += "<Part><PartNumber>" + std::to_string(i + 1) + "</PartNumber><ETag>";
    for (const char c : etags[i]) {
      if (c == '"') {
        document += "&quot;";
      } else if (c != '<' && c != '&') {  // no ETag has them
        document += c;
      }
    }
    document += "</ETag></Part>";
  }
  return document + "</CompleteMultipartUpload>";
}

}  // namespace platform::storage
