#include "domain/suppliers/s3_files.h"

#include <algorithm>

#include "base/text.h"
#include "platform/storage/s3_xml.h"
#include "platform/storage/sigv4.h"

namespace suppliers {
namespace {

using platform::client::ConnectStep;
using platform::client::HttpRequest;
using platform::client::RemoteFile;
using platform::storage::NamedValues;

constexpr std::uint64_t most_of_a_page = 8U << 20U;

std::string_view host_of(std::string_view endpoint) {
  const std::size_t begin = endpoint.find("://");
  const std::string_view rest = begin == std::string_view::npos ? endpoint : endpoint.substr(begin + 3);
  return rest.substr(0, rest.find('/'));
}

class S3Files final : public platform::client::RemoteFiles {
 public:
  S3Files(const platform::client::HttpClient& client, S3Bucket bucket)
      : client_(client),
        bucket_(std::move(bucket)),
        credentials_{bucket_.access_key, bucket_.secret_key, bucket_.region} {
    if (bucket_.endpoint.ends_with('/')) bucket_.endpoint.pop_back();
  }

  void stop_when(std::function<bool()> should_stop) override { should_stop_ = std::move(should_stop); }

  std::vector<ConnectStep> connect_steps() override {
    return {{"login", [this]() -> base::Result<std::string> {
               RETURN_IF_FAILED(page({{"list-type", "2"}, {"max-keys", "1"}}));
               return "The bucket \"" + bucket_.bucket + "\" can be read.";
             }}};
  }

  base::Result<std::vector<RemoteFile>> list(const std::string& folder,
                                             const std::function<bool(const std::string&)>& wanted) override {
    NamedValues query{{"list-type", "2"}, {"prefix", folder}, {"delimiter", "/"}};
    std::vector<RemoteFile> files;
    std::string next;
    do {
      NamedValues of_page = query;
      if (!next.empty()) of_page.emplace_back("continuation-token", next);
      ASSIGN_OR_RETURN(const auto listed, page(of_page));
      for (const auto& object : listed.objects) {
        const std::string name = object.key.substr(std::min(folder.size(), object.key.size()));
        if (!name.empty() && wanted(name)) files.push_back({name, object.size, object.changed_at});
      }
      if (files.size() > platform::client::most_listed) return too_many(folder);
      next = listed.next;
    } while (!next.empty());
    return files;
  }

  base::Result<std::optional<RemoteFile>> find(const std::string& path) override {
    // Of all keys that begin like this, its own is the first.
    ASSIGN_OR_RETURN(const auto listed, page({{"list-type", "2"}, {"prefix", path}, {"max-keys", "1"}}));
    if (listed.objects.empty() || listed.objects.front().key != path) return std::optional<RemoteFile>{};
    const auto& object = listed.objects.front();
    return std::optional(RemoteFile{path.substr(path.rfind('/') + 1), object.size, object.changed_at});
  }

  base::Result<> read(const std::string& path, std::uint64_t offset, const platform::client::BodySink& sink) override {
    HttpRequest request = order("GET", "/" + base::percent_encoded(path, "/"), {});
    request.timeouts.total = std::chrono::milliseconds(0);
    request.max_bytes = UINT64_MAX;  // whoever reads says how much is too much
    if (offset > 0) request.headers.emplace_back("Range", "bytes=" + std::to_string(offset) + "-");
    std::string refusal;
    int status = 0;
    const auto done = client_.download(
        request,
        [&](std::span<const char> bytes) -> base::Result<> {
          if (status < 300) return sink(bytes);
          if (refusal.size() < most_of_a_refusal) refusal.append(bytes.data(), bytes.size());
          return {};
        },
        [&](const platform::client::Download& head) -> base::Result<> {
          status = head.status;
          if (offset == 0 || status != 200) return {};
          return base::failure(platform::client::resume_refused, where() + " sends whole files only.",
                               "It is fetched from its beginning again.");
        });
    if (!done) return base::failure(done.error());
    if (status >= 300) return refused(status, refusal, path);
    return {};
  }

 private:
  static constexpr std::size_t most_of_a_refusal = 64U << 10U;

  std::string where() const { return "\"" + std::string(host_of(bucket_.endpoint)) + "\""; }

  HttpRequest order(const std::string& method, const std::string& path, NamedValues query) const {
    platform::storage::RequestToSign to_sign;
    to_sign.method = method;
    to_sign.path = "/" + bucket_.bucket + path;
    to_sign.query = std::move(query);
    to_sign.headers = {{"host", std::string(host_of(bucket_.endpoint))}};
    to_sign.payload = "UNSIGNED-PAYLOAD";
    HttpRequest request;
    request.method = method;
    request.url = bucket_.endpoint + to_sign.path + "?";
    request.url += bucket_.access_key.empty()
                       ? platform::storage::canonical_query(to_sign.query)
                       : platform::storage::presigned_query(credentials_, to_sign, base::Timestamp::now(),
                                                            std::chrono::minutes(15));
    request.follow_redirects = 0;  // another region's answer: the signature would not be right there
    request.max_bytes = most_of_a_page;
    request.should_stop = should_stop_;
    return request;
  }

  base::Result<platform::storage::ListPage> page(NamedValues query) const {
    ASSIGN_OR_RETURN(const auto answer, client_.send(order("GET", "/", std::move(query))));
    if (answer.status >= 300) return refused(answer.status, answer.body, "");
    auto listed = platform::storage::read_list(answer.body);
    if (listed) return *std::move(listed);
    return base::failure(platform::client::remote_path_refused, where() + " does not answer as an S3 service does.",
                         "Check the endpoint of the source.");
  }

  tl::unexpected<base::Problem> refused(int status, std::string_view body, const std::string& path) const {
    const auto error = platform::storage::read_error(body);
    const std::string said = " (" + std::to_string(status) + (error.code.empty() ? "" : " " + error.code) + ").";
    if (error.code == "NoSuchBucket") {
      return base::failure(platform::client::remote_path_missing,
                           where() + " has no bucket \"" + bucket_.bucket + "\"" + said,
                           "Check the bucket of the source.");
    }
    if (status == 404) {
      return base::failure(platform::client::remote_path_missing, where() + " has no file \"" + path + "\"" + said,
                           "Check the path of the source.");
    }
    if (status == 416) {
      return base::failure(platform::client::resume_refused, where() + " cannot go on in the middle" + said,
                           "It is fetched from its beginning again.");
    }
    if (status >= 500 || status == 429) {
      return base::failure(platform::client::answer_broken, where() + " cannot answer at the moment" + said,
                           "It is tried again; if it goes on, ask the supplier.");
    }
    if (status >= 400) {
      return base::failure(platform::client::remote_login_refused,
                           where() + " does not let us read the bucket \"" + bucket_.bucket + "\"" + said,
                           "Check access_key, secret_key and region of the source, and that the key may list and read "
                           "the bucket.");
    }
    return base::failure(platform::client::remote_path_refused,
                         where() + " sends us elsewhere for the bucket \"" + bucket_.bucket + "\"" + said,
                         "Check the endpoint and the region of the source.");
  }

  tl::unexpected<base::Problem> too_many(const std::string& folder) const {
    return base::failure(
        platform::client::listing_too_long,
        "More than " + std::to_string(platform::client::most_listed) + " files of \"" + folder + "\" match.",
        "Make the pattern of the source's path narrower, such as stock_2026*.csv.");
  }

  const platform::client::HttpClient& client_;
  S3Bucket bucket_;
  platform::storage::S3Credentials credentials_;
  std::function<bool()> should_stop_;
};

}  // namespace

std::unique_ptr<platform::client::RemoteFiles> s3_files(const platform::client::HttpClient& client, S3Bucket bucket) {
  return std::make_unique<S3Files>(client, std::move(bucket));
}

}  // namespace suppliers
