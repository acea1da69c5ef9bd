#include "platform/client/sftp_files.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <deque>

#include "platform/client/ssh_session.h"

namespace platform::client {
namespace {

using Attributes = std::unique_ptr<sftp_attributes_struct, FreeBy<&sftp_attributes_free>>;
using Folder = std::unique_ptr<sftp_dir_struct, FreeBy<&sftp_closedir>>;
using OpenFile = std::unique_ptr<sftp_file_struct, FreeBy<&sftp_close>>;

RemoteFile file_of(const sftp_attributes_struct& attributes, std::string name) {
  RemoteFile file{std::move(name)};
  if ((attributes.flags & SSH_FILEXFER_ATTR_SIZE) != 0U) file.size = attributes.size;
  if ((attributes.flags & SSH_FILEXFER_ATTR_ACMODTIME) != 0U)
    file.modified = base::Timestamp(static_cast<std::int64_t>(attributes.mtime) * 1'000'000);
  return file;
}

bool is_folder(const sftp_attributes_struct& attributes) {
  return attributes.type == SSH_FILEXFER_TYPE_DIRECTORY;
}

/// Reads a file with many requests under way, so that a distant server is not waited for block by block.
class Reader {
 public:
  Reader(SshSession& session, sftp_file file, std::uint64_t offset) : session_(session), file_(file), at_(offset) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { forget_asked(); }

  base::Result<> run(const BodySink& sink) {
    if (at_ > 0 && sftp_seek64(file_, at_) != 0) return base::failure(session_.broken());
    std::vector<char> block(block_size);
    for (;;) {
      RETURN_IF_FAILED(session_.check_stop());
      while (asked_.size() < most_asked) RETURN_IF_FAILED(ask());
      const int got = sftp_async_read(file_, block.data(), block_size, asked_.front());
      asked_.pop_front();
      if (got < 0) return base::failure(session_.broken());
      if (got == 0) return {};
      const auto size = static_cast<std::size_t>(got);
      session_.guard().count(size);
      at_ += size;
      RETURN_IF_FAILED(sink({block.data(), size}));
      if (size == block_size) continue;
      // Less than asked for: the end, or a server that gives less at a time. What follows began too far on.
      forget_asked();
      if (sftp_seek64(file_, at_) != 0) return base::failure(session_.broken());
    }
  }

 private:
  static constexpr std::uint32_t block_size = 32U << 10U;
  static constexpr std::size_t most_asked = 24;

  base::Result<> ask() {
    const int id = sftp_async_read_begin(file_, block_size);
    if (id < 0) return base::failure(session_.broken());
    asked_.push_back(static_cast<std::uint32_t>(id));
    return {};
  }
  void forget_asked() {
    std::vector<char> unwanted(block_size);
    for (; !asked_.empty(); asked_.pop_front()) {
      if (sftp_async_read(file_, unwanted.data(), block_size, asked_.front()) == SSH_ERROR) break;
    }
    asked_.clear();
  }

  SshSession& session_;
  sftp_file file_;
  std::uint64_t at_;
  std::deque<std::uint32_t> asked_;
};

class SftpFiles final : public RemoteFiles {
 public:
  SftpFiles(const AddressRules& rules, RemoteServer server, SshKeys keys)
      : rules_(rules), server_(std::move(server)), keys_(std::move(keys)) {}

  void stop_when(std::function<bool()> should_stop) override { server_.should_stop = std::move(should_stop); }

  std::vector<ConnectStep> connect_steps() override {
    session_.reset();
    return {{"address", [this] { return connect(); }},
            {"host_key", [this] { return check_host_key(); }},
            {"login", [this] { return login(); }}};
  }

  base::Result<std::vector<RemoteFile>> list(const std::string& path,
                                             const std::function<bool(const std::string&)>& wanted) override {
    const Folder folder(sftp_opendir(session_->sftp(), path.empty() ? "." : path.c_str()));
    if (!folder) return base::failure(problem_of(path));
    std::vector<RemoteFile> files;
    for (;;) {
      RETURN_IF_FAILED(session_->check_stop());
      const Attributes attributes(sftp_readdir(session_->sftp(), folder.get()));
      if (!attributes) break;
      session_->guard().count_answer();
      if (attributes->name == nullptr || is_folder(*attributes) || !wanted(attributes->name)) continue;
      files.push_back(file_of(*attributes, attributes->name));
      if (files.size() > most_listed) return too_many(path);
    }
    if (sftp_dir_eof(folder.get()) == 0) return base::failure(session_->broken());
    return files;
  }

  base::Result<std::optional<RemoteFile>> find(const std::string& path) override {
    const Attributes attributes(sftp_stat(session_->sftp(), path.c_str()));
    if (attributes) {
      session_->guard().count_answer();
      if (is_folder(*attributes)) return std::optional<RemoteFile>{};
      return std::optional(file_of(*attributes, path.substr(path.rfind('/') + 1)));
    }
    const int error = sftp_get_error(session_->sftp());
    if (error == SSH_FX_NO_SUCH_FILE || error == SSH_FX_NO_SUCH_PATH) return std::optional<RemoteFile>{};
    return base::failure(problem_of(path));
  }

  base::Result<> read(const std::string& path, std::uint64_t offset, const BodySink& sink) override {
    const OpenFile file(sftp_open(session_->sftp(), path.c_str(), O_RDONLY, 0));
    if (!file) return base::failure(problem_of(path));
    return Reader(*session_, file.get(), offset).run(sink);
  }

 private:
  base::Result<std::string> connect() {
    RETURN_IF_FAILED(rules_.check_url("http://" + authority_of(server_)));
    session_ = std::make_unique<SshSession>(rules_, server_, keys_);
    RETURN_IF_FAILED(session_->connect());
    return "\"" + server_.host + "\" answers.";
  }

  base::Result<std::string> check_host_key() {
    ASSIGN_OR_RETURN(const std::string key, session_->check_host_key());
    return "It has the pinned host key (" + key + ").";
  }

  base::Result<std::string> login() {
    RETURN_IF_FAILED(session_->login());
    RETURN_IF_FAILED(session_->begin_sftp());
    return "It lets the user \"" + server_.user + "\" in.";
  }

  tl::unexpected<base::Problem> too_many(const std::string& path) const {
    return base::failure(listing_too_long, fmt::format("\"{}\" on \"{}\" holds too many files.", path, server_.host),
                         "Use a pattern that fewer files match, or ask the supplier to remove old files.");
  }

  base::Problem problem_of(const std::string& path) const {
    const std::string named = fmt::format("The SFTP server \"{}\"", server_.host);
    switch (sftp_get_error(session_->sftp())) {
      case SSH_FX_NO_SUCH_FILE:
      case SSH_FX_NO_SUCH_PATH:
        return {&remote_path_missing, named + " has no \"" + path + "\".",
                "Check the path: a leading / begins at the server's root, all other paths where the login ends up."};
      case SSH_FX_PERMISSION_DENIED:
        return {&remote_path_refused, named + " does not give \"" + path + "\" to the user \"" + server_.user + "\".",
                "Ask the supplier to let the user read it."};
      default:
        return session_->broken();
    }
  }

  AddressRules rules_;
  RemoteServer server_;
  SshKeys keys_;
  std::unique_ptr<SshSession> session_;
};

}  // namespace

std::unique_ptr<RemoteFiles> sftp_files(const AddressRules& rules, RemoteServer server, SshKeys keys) {
  return std::make_unique<SftpFiles>(rules, std::move(server), std::move(keys));
}

}  // namespace platform::client
