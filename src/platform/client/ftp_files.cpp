#include "platform/client/ftp_files.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "platform/client/ftp_listing.h"
#include "platform/client/gate.h"

namespace platform::client {
namespace {

constexpr std::size_t longest_listing = 16U << 20U;

/// How one command of the library went.
struct Outcome {
  CURLcode code = CURLE_OK;
  long reply = 0;  ///< the server's last
  std::string detail{};
  bool was_connected = false;
  std::uint64_t bytes = 0;
};

struct FreeCommands {
  void operator()(curl_slist* commands) const { curl_slist_free_all(commands); }
};
using Commands = std::unique_ptr<curl_slist, FreeCommands>;

class FtpFiles final : public RemoteFiles {
 public:
  FtpFiles(const AddressRules& rules, RemoteServer server)
      : rules_(rules), server_(std::move(server)), handle_(make_handle()) {}

  void stop_when(std::function<bool()> should_stop) override { server_.should_stop = std::move(should_stop); }

  std::vector<ConnectStep> connect_steps() override {
    return {{"address", [this] { return address(); }}, {"login", [this] { return login(); }}};
  }

  base::Result<std::vector<RemoteFile>> list(const std::string& folder,
                                             const std::function<bool(const std::string&)>& wanted) override {
    const std::string path = folder.empty() || folder.ends_with('/') ? folder : folder + "/";
    ASSIGN_OR_RETURN(auto facts, text_of(path, "MLSD"));
    if (!facts) return list_names(path, wanted);
    std::vector<RemoteFile> files;
    for (const std::string_view line : base::split(*facts, '\n')) {
      auto file = parse_mlsd_line(line);
      if (file && wanted(file->name)) files.push_back(*std::move(file));
    }
    RETURN_IF_FAILED(check_count(folder, files.size()));
    return files;
  }

  base::Result<std::optional<RemoteFile>> find(const std::string& path) override {
    prepare(path);
    curl_easy_setopt(handle_.get(), CURLOPT_NOBODY, 1L);
    curl_easy_setopt(handle_.get(), CURLOPT_FILETIME, 1L);
    ASSIGN_OR_RETURN(const Outcome outcome, perform([](std::span<const char>) { return base::Result<>{}; }));
    if (outcome.code == CURLE_REMOTE_FILE_NOT_FOUND) return std::optional<RemoteFile>{};
    if (outcome.code != CURLE_OK) return base::failure(problem_of(outcome, path));
    RemoteFile file{path.substr(path.rfind('/') + 1)};
    curl_off_t size = -1, time = -1;
    curl_easy_getinfo(handle_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
    curl_easy_getinfo(handle_.get(), CURLINFO_FILETIME_T, &time);
    if (size >= 0) file.size = static_cast<std::uint64_t>(size);
    if (time >= 0) file.modified = base::Timestamp(time * 1'000'000);
    return std::optional(std::move(file));
  }

  base::Result<> read(const std::string& path, std::uint64_t offset, const BodySink& sink) override {
    prepare(path);
    // The library would stop at the size the server says: what is longer than that is to be noticed. Without the size
    // it does not ask for the rest by itself.
    curl_easy_setopt(handle_.get(), CURLOPT_IGNORE_CONTENT_LENGTH, 1L);
    const std::string rest = "REST " + std::to_string(offset);
    const Commands before(offset > 0 ? curl_slist_append(nullptr, rest.c_str()) : nullptr);
    curl_easy_setopt(handle_.get(), CURLOPT_PREQUOTE, before.get());
    ASSIGN_OR_RETURN(const Outcome outcome, perform(sink));
    curl_easy_setopt(handle_.get(), CURLOPT_PREQUOTE, nullptr);
    if (outcome.code == CURLE_OK) return {};
    if (outcome.code == CURLE_QUOTE_ERROR) {
      return base::failure(resume_refused, named() + " cannot send the rest of \"" + path + "\".",
                           "It is fetched from its beginning.");
    }
    return base::failure(problem_of(outcome, path));
  }

 private:
  std::string named() const { return "The FTP server \"" + server_.host + "\""; }

  base::Result<std::string> address() {
    RETURN_IF_FAILED(rules_.check_url("http://" + authority_of(server_)));
    return "The address of \"" + server_.host + "\" may be used.";
  }

  base::Result<std::string> login() {
    prepare("");
    curl_easy_setopt(handle_.get(), CURLOPT_NOBODY, 1L);
    ASSIGN_OR_RETURN(const Outcome outcome, perform([](std::span<const char>) { return base::Result<>{}; }));
    if (outcome.code != CURLE_OK) return base::failure(problem_of(outcome, ""));
    return named() + " lets the user \"" + server_.user + "\" in.";
  }

  /// NLST gives names alone; size and time are asked for one by one, over the same connection.
  base::Result<std::vector<RemoteFile>> list_names(const std::string& folder,
                                                   const std::function<bool(const std::string&)>& wanted) {
    ASSIGN_OR_RETURN(const auto listing, text_of(folder, ""));
    std::vector<std::string> names = parse_names(listing.value_or(""));
    std::erase_if(names, [&](const std::string& name) { return !wanted(name); });
    RETURN_IF_FAILED(check_count(folder, names.size()));
    std::vector<RemoteFile> files;
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(auto file, find(folder + name));
      if (file) files.push_back(*std::move(file));
    }
    return files;
  }

  /// A listing by this command ("" for NLST). Nothing when the server does not know the command, or has nothing to
  /// list.
  base::Result<std::optional<std::string>> text_of(const std::string& folder, const char* command) {
    prepare(folder);
    curl_easy_setopt(handle_.get(), CURLOPT_DIRLISTONLY, 1L);
    if (*command != '\0') curl_easy_setopt(handle_.get(), CURLOPT_CUSTOMREQUEST, command);
    std::string text;
    const auto keep = [&](std::span<const char> bytes) -> base::Result<> {
      if (text.size() + bytes.size() > longest_listing) return too_many(folder);
      text.append(bytes.data(), bytes.size());
      return {};
    };
    ASSIGN_OR_RETURN(const Outcome outcome, perform(keep));
    if (outcome.code == CURLE_OK) return std::optional(std::move(text));
    const bool is_refused = outcome.code == CURLE_REMOTE_FILE_NOT_FOUND || outcome.code == CURLE_FTP_COULDNT_RETR_FILE;
    if (is_refused && outcome.reply >= 500) return std::optional<std::string>{};
    return base::failure(problem_of(outcome, folder));
  }

  tl::unexpected<base::Problem> too_many(const std::string& folder) const {
    return base::failure(listing_too_long, fmt::format("\"{}\" on \"{}\" holds too many files.", folder, server_.host),
                         "Use a pattern that fewer files match, or ask the supplier to remove old files.");
  }
  base::Result<> check_count(const std::string& folder, std::size_t count) const {
    if (count <= most_listed) return {};
    return too_many(folder);
  }

  void prepare(const std::string& path) {
    curl_easy_reset(handle_.get());
    const bool is_implicit = server_.encryption == Encryption::from_the_start;
    const std::string url = (is_implicit ? "ftps://" : "ftp://") + authority_of(server_) + "/" + ftp_path(path);
    curl_easy_setopt(handle_.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle_.get(), CURLOPT_USERNAME, server_.user.c_str());
    curl_easy_setopt(handle_.get(), CURLOPT_PASSWORD, server_.password.c_str());
    const long tls = server_.encryption == Encryption::none           ? CURLUSESSL_NONE
                     : server_.encryption == Encryption::when_offered ? CURLUSESSL_TRY
                                                                      : CURLUSESSL_ALL;
    curl_easy_setopt(handle_.get(), CURLOPT_USE_SSL, tls);
    curl_easy_setopt(handle_.get(), CURLOPT_FTP_SKIP_PASV_IP, 1L);
    curl_easy_setopt(handle_.get(), CURLOPT_FTP_FILEMETHOD, static_cast<long>(CURLFTPMETHOD_SINGLECWD));
    set_limits(handle_.get(), server_.timeouts);
    set_authority(handle_.get(), server_.authority);
  }

  struct Receiver : Gate {
    const BodySink& sink;
    std::uint64_t bytes = 0;
  };

  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* receiver) {
    auto& self = *static_cast<Receiver*>(receiver);
    const std::size_t bytes = size * count;
    self.bytes += bytes;
    return self.guarded([&] { return self.sink({data, bytes}); }) ? bytes : 0;
  }

  /// Fails with what the gate or the sink found; what the server made of it is the outcome.
  base::Result<Outcome> perform(const BodySink& sink) {
    Receiver receiver{{rules_, server_.host, server_.should_stop}, sink};
    std::array<char, CURL_ERROR_SIZE> detail{};
    receiver.watch(handle_.get(), "ftp,ftps");
    curl_easy_setopt(handle_.get(), CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(handle_.get(), CURLOPT_WRITEDATA, &receiver);
    curl_easy_setopt(handle_.get(), CURLOPT_ERRORBUFFER, detail.data());
    Outcome outcome;
    outcome.code = curl_easy_perform(handle_.get());
    curl_easy_setopt(handle_.get(), CURLOPT_ERRORBUFFER, nullptr);
    if (receiver.thrown) std::rethrow_exception(receiver.thrown);
    if (outcome.code != CURLE_OK && receiver.problem) return base::failure(*std::move(receiver.problem));
    curl_off_t connected = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_CONNECT_TIME_T, &connected);
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &outcome.reply);
    outcome.was_connected = connected > 0;
    outcome.detail = detail.data();
    outcome.bytes = receiver.bytes;
    return outcome;
  }

  base::Problem problem_of(const Outcome& outcome, const std::string& path) const {
    const std::string answered = outcome.reply > 0 ? fmt::format(" (it answered {})", outcome.reply) : std::string{};
    switch (outcome.code) {
      case CURLE_LOGIN_DENIED:
        return {&remote_login_refused, named() + " does not let the user \"" + server_.user + "\" in" + answered + ".",
                "Check user and password of the source, and whether the server asks for encryption (encryption: "
                "required) or the supplier has to allow this server's address."};
      case CURLE_REMOTE_ACCESS_DENIED:
        return {&remote_path_missing, named() + " does not let us into the folder of \"" + path + "\"" + answered + ".",
                "Check the path: a leading / begins at the server's root, all other paths where the login ends up."};
      case CURLE_REMOTE_FILE_NOT_FOUND:
      case CURLE_FTP_COULDNT_RETR_FILE:
        if (outcome.reply < 500) break;  // busy: worth another try
        return {&remote_path_refused, named() + " does not give \"" + path + "\"" + answered + ".",
                "Check the path, and that the user may read the file."};
      case CURLE_USE_SSL_FAILED:
        return {&tls_failed, named() + " offers no encryption" + answered + ".",
                "Ask the supplier for a server with FTPS; encryption: none sends the password in the clear."};
      default:
        break;
    }
    const Peer peer{server_.host, std::to_string(server_.port), server_.timeouts, "an FTP server",
                    "Check that its certificate is valid and made out for this name. If the supplier uses an authority "
                    "of his own, give its certificate as ca_certificate."};
    return transfer_problem(outcome.code, outcome.detail.c_str(), peer, outcome.was_connected, outcome.bytes);
  }

  AddressRules rules_;
  RemoteServer server_;
  Handle handle_;
};

}  // namespace

std::string authority_of(const RemoteServer& server) {
  const bool is_v6 = server.host.find(':') != std::string::npos;
  return (is_v6 ? "[" + server.host + "]" : server.host) + ":" + std::to_string(server.port);
}

std::unique_ptr<RemoteFiles> ftp_files(const AddressRules& rules, RemoteServer server) {
  return std::make_unique<FtpFiles>(rules, std::move(server));
}

}  // namespace platform::client
